import { describe, expect, it } from 'vitest';
import { detectionOf } from '@/lib/sigma/detection-of';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { allComparisons, comparisonsIn } from './comparison';
import { ruleInWords, type WordedCondition } from './rule-in-words';
import { ruleOf } from './samples';

function linesOf(yaml: string): string[] {
  const rule = detectionOf(ruleOf(`title: T\nlogsource: { category: process_creation }\n${yaml}`));
  if (!rule) throw new Error('no detection');
  const lines: string[] = [];
  const walk = ({ text, of }: WordedCondition, depth: number): void => {
    lines.push(`${'- '.repeat(depth)}${text}`);
    for (const part of of) walk(part, depth + 1);
  };
  walk(ruleInWords(rule), 0);
  return lines;
}

const everyText = ({ text, of }: WordedCondition): string[] => [text, ...of.flatMap(everyText)];

describe('a rule in words', () => {
  it('names every condition and every value, exceptions included', () => {
    expect(
      linesOf(String.raw`detection:
  selection: { Image|endswith: '\a.exe', CommandLine|contains: [one, two, three] }
  filter: { User: SYSTEM }
  condition: selection and not filter`),
    ).toEqual([
      'All of these hold:',
      '- The program is `a.exe`',
      '- The command line contains one of:',
      '- - `one`',
      '- - `two`',
      '- - `three`',
      '- The user is not `SYSTEM`',
    ]);
  });

  it('says that another dash counts, and what a registry path ends with', () => {
    expect(
      linesOf(String.raw`detection:
  selection: { CommandLine|contains|windash: ' -e ', TargetObject|endswith: '\Run', User: ["\u2003", ' '] }
  condition: selection`),
    ).toEqual([
      'All of these hold:',
      '- The command line contains ` -e ` (with any dash, or `/`)',
      '- The registry path ends with `\\Run`',
      '- The user is a blank of another kind (U+2003) or a blank',
    ]);
  });

  it('keeps alternatives and exceptions apart', () => {
    expect(
      linesOf(String.raw`detection:
  a: { CommandLine|contains|all: [x, y, z] }
  b: { ParentImage|endswith: '\b.exe' }
  f1: { User: [u, v, w] }
  f2: { User: s, Image: t }
  condition: (a or b) and not (f1 or f2)`),
    ).toEqual([
      'All of these hold:',
      '- At least one of these holds:',
      '- - The command line contains all of:',
      '- - - `x`',
      '- - - `y`',
      '- - - `z`',
      '- - The parent process is `b.exe`',
      '- None of these holds:',
      '- - The user is one of:',
      '- - - `u`',
      '- - - `v`',
      '- - - `w`',
      '- - All of these hold:',
      '- - - The user is `s`',
      '- - - The process path is `t`',
    ]);
  });

  it('keeps the separator where not all ends of a list are whole names', () => {
    expect(
      linesOf(String.raw`detection:
  selection: { Image|endswith: ['\a.exe', 'b.exe', '\c\d.exe'] }
  condition: selection`),
    ).toEqual(['The process path ends with one of:', '- `\\a.exe`', '- `b.exe`', '- `\\c\\d.exe`']);
  });

  it.skipIf(!CORPUS_PRESENT)(`has every value of every rule${CORPUS_NOTE}`, async () => {
    const missing: string[] = [];
    for (const rule of await readCorpus({ retired: true })) {
      const own = detectionOf(rule);
      if (!own) continue;
      const told = everyText(ruleInWords(own)).join('\n');
      const values = allComparisons(comparisonsIn(own.predicate)).flatMap((one) => one.values);
      for (const value of values) {
        const start = value
          .replace(/[\r\n\t]+/g, ' ')
          .replace(/^[\\/]/, '')
          .trim()
          .slice(0, 300);
        if (!told.includes(start)) missing.push(`${rule.title}: ${value}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
