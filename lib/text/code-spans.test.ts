import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeSpan, codeSpans } from './code-spans';

const prose = (text: string) => ({ text, isCode: false });
const code = (text: string) => ({ text, isCode: true });

it('tells code from prose', () => {
  expect(codeSpans('run `a b` or `c`.')).toEqual([
    prose('run '),
    code('a b'),
    prose(' or '),
    code('c'),
    prose('.'),
  ]);
  expect(codeSpans('one ` alone')).toEqual([prose('one ` alone')]);
  expect(codeSpans('`` a`b `` and `c`')).toEqual([code('a`b'), prose(' and '), code('c')]);
  expect(codeSpans('` -u `')).toEqual([code(' -u ')]);
});

it('reads back any text that was made code', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' '), minLength: 1 }), (text) => {
      expect(codeSpans(`x ${codeSpan(text)} y`)).toEqual([prose('x '), code(text), prose(' y')]);
    }),
  );
});
