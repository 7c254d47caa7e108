import { describe, expect, it } from 'vitest';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { wordsDifference } from './words-difference';

function ruleOf(detection: string): DetectionRule {
  const text = `title: T\nlogsource: {product: windows, category: process_creation}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
  const rule = parseRules(text)[0]?.rule;
  if (rule?.kind !== 'detection') throw new Error('no rule');
  return rule;
}

const SIGN = { same: ' ', added: '+', removed: '-', rest: '.' } as const;
const shown = (before: string, after: string) =>
  wordsDifference(ruleOf(before), ruleOf(after)).map(
    ({ kind, depth, text, count }) => `${SIGN[kind]}${' '.repeat(depth)}${text || count}`,
  );

describe('wordsDifference', () => {
  it('shows the values that differ below what holds them, and counts those that stay', () => {
    expect(
      shown(
        's: {Image|endswith: [\\a.exe, \\b.exe, \\c.exe], CommandLine|contains: x}\ncondition: s',
        's: {Image|endswith: [\\a.exe, \\b.exe, \\d.exe], CommandLine|contains: x}\ncondition: s',
      ),
    ).toEqual([
      ' All of these hold:',
      '  The program is one of:',
      '-  `c.exe`',
      '+  `d.exe`',
      '.  2',
    ]);
  });

  it('keeps a list a list when it gets its second value', () => {
    expect(
      shown('s: {Image: [a, b]}\ncondition: s', 's: {Image: [a, b, c]}\ncondition: s'),
    ).toEqual([' The process path is one of:', '+ `c`', '. 2']);
  });

  it('shows a filter that is added whole', () => {
    expect(
      shown(
        's: {Image: a}\ncondition: s',
        's: {Image: a}\nf: {User: b, CommandLine|contains: [c, d]}\ncondition: s and not f',
      ),
    ).toEqual([
      '-The process path is `a`',
      '+All of these hold:',
      '+ The process path is `a`',
      '+ These do not hold together:',
      '+  The user is `b`',
      '+  The command line contains one of:',
      '+   `c`',
      '+   `d`',
    ]);
  });

  it('is empty for the same condition', () => {
    expect(shown('s: {Image: a}\ncondition: s', 't: {Image: a}\ncondition: t')).toEqual([]);
  });
});
