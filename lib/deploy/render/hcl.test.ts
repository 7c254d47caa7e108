import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../detection-fixture';
import { argument, block, HclReference, type HclValue, printHcl } from './hcl';

/** What HashiCorp's own parser reads; it hands a literal `${` out as `$${`. */
async function read(value: HclValue): Promise<unknown> {
  const text = printHcl([block('locals', [], [argument('x', value), argument('after', 1)])]);
  const parsed = await parse('x.tf', text);
  const [locals] = parsed.locals as { x: unknown; after: unknown }[];
  expect(locals?.after).toBe(1);
  return locals?.x;
}

const literal = (text: unknown) => String(text).replace(/\$\$\{|%%\{/g, (found) => found.slice(1));
const composedText = hostileText.map((text) => text.normalize('NFC'));

describe('printHcl', () => {
  it('keeps every character of a string', async () => {
    await fc.assert(
      fc.asyncProperty(composedText, async (text) => {
        expect(literal(await read(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every character of a text of several lines', async () => {
    await fc.assert(
      fc.asyncProperty(composedText, async (text) => {
        const lines = `DeviceEvents\n${text}\n`.normalize('NFC');
        expect(literal(await read(lines))).toBe(lines);
      }),
      { numRuns: 300 },
    );
  });

  it('writes a text of several lines as a heredoc whose end the text does not contain', () => {
    const text = printHcl([block('a', ['b'], [argument('query', 'T\nKQL\n  KQL2\n| take "1"\n')])]);
    expect(text).toBe('a "b" {\n  query = <<KQL3\nT\nKQL\n  KQL2\n| take "1"\nKQL3\n}\n');
  });

  it('keeps lists, objects and keys, and leaves out what is not there', async () => {
    const own = Object.fromEntries<HclValue>([['__proto__', 'own']]);
    const value = {
      plain: ['a', '%{b}'],
      'with space': [{ n: 1 }, { n: true }],
      own,
      empty: {},
      missing: undefined,
      lines: 'a\nb\n',
    };
    expect(await read(value)).toEqual({
      plain: ['a', '%%{b}'],
      'with space': [{ n: 1 }, { n: true }],
      own,
      empty: {},
      lines: 'a\nb\n',
    });
  });

  it('writes references as they are, so that Terraform resolves them', async () => {
    expect(await read(new HclReference('var.workspace_id'))).toMatch(/^\$\{var\.workspace_id\}$/);
  });
});
