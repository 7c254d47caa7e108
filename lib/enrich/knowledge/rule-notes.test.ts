import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { TOPICS } from '@/lib/question-topic';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { ruleOf } from '../samples';
import type { RuleNote } from './file-schema';
import { logicHash, notesPath, readNotes } from './rule-notes';

const files = contentTexts('knowledge/rules').map((file) => ({ file, ...readNotes(file) }));
const notes = files.flatMap(({ file, notes: own }) =>
  [...own.values()].map((note) => ({ path: file.path, note })),
);

const sentencesOf = ({ hypothesis, refutes, benign, questions, response }: RuleNote): string[] => [
  hypothesis,
  refutes,
  ...benign,
  ...questions.flatMap((one) => TOPICS.flatMap((topic) => one[topic] ?? [])),
  response,
];

/** Words of a sentence; a value in backticks is one. */
const wordsIn = (text: string) => text.replace(/`[^`]*`/g, 'x').split(/\s+/);

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');

describe('content/knowledge/rules', () => {
  it('can be read', () => {
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
    expect(notes.length).toBeGreaterThan(3_500);
  });

  it('can be read in one breath', () => {
    const all = notes.flatMap(({ note }) => sentencesOf(note));
    expect(all.filter((text) => wordsIn(text).length > 60)).toEqual([]);
    const mean = all.reduce((sum, text) => sum + wordsIn(text).length, 0) / all.length;
    expect(mean).toBeLessThan(25);
  });

  it('says a sentence of at most four rules', () => {
    const counts = new Map<string, number>();
    for (const { note } of notes) {
      for (const text of sentencesOf(note)) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > 4)).toEqual([]);
  });

  it('has hypotheses that fit into the feed and begin with what is seen', () => {
    const odd = notes.filter(
      ({ note: { hypothesis } }) =>
        hypothesis.length > 320 || /^(?:If|This rule|Detects)\b/.test(hypothesis),
    );
    expect(odd.map(({ note }) => note.hypothesis)).toEqual([]);
  });

  it.skipIf(!CORPUS_PRESENT)(
    `is about rules of the archive as they are, each in the file of its log source${CORPUS_NOTE}`,
    async () => {
      const rules = new Map(
        (await readCorpus({ retired: true })).map((rule) => [rule.id ?? '', rule] as const),
      );
      const wrong = notes.flatMap(({ path, note }) => {
        const rule = rules.get(note.rule);
        if (!rule) return [`${path}: no rule ${note.rule} (${note.title})`];
        const faults = [];
        if (rule.title !== note.title) faults.push(`its title is “${rule.title}”`);
        if (logicHash(rule) !== note.logic) faults.push(`its logic is ${logicHash(rule)}`);
        if (notesPath(rule) !== path) faults.push(`it belongs to ${notesPath(rule)}`);
        const text = plain(rule.text);
        for (const [, value = ''] of note.hypothesis.matchAll(/`([^`]+)`/g)) {
          if (!text.includes(plain(value))) faults.push(`it does not look for ${value}`);
        }
        return faults.map((fault) => `${path}, ${note.title}: ${fault}`);
      });
      expect(wrong).toEqual([]);
    },
  );
});

describe('logicHash', () => {
  const rule = (detection: string, more = '') =>
    ruleOf(
      `title: T\nid: 00000000-0000-4000-8000-000000000001\n${more}logsource:\n  category: process_creation\n  product: windows\ndetection:\n${detection}  condition: a\nlevel: high\n`,
    );
  const one = logicHash(rule("  a:\n    Image: 'x'\n"));

  it('is the same whatever comments, space and metadata say', () => {
    expect(logicHash(rule("  # a comment\n  a:\n      Image:   'x'\n\n", 'status: test\n'))).toBe(
      one,
    );
  });

  it('changes with what the rule looks for', () => {
    expect(logicHash(rule("  a:\n    Image: 'y'\n"))).not.toBe(one);
    expect(logicHash(rule("  a:\n    CommandLine: 'x'\n"))).not.toBe(one);
  });
});

describe('readNotes', () => {
  const [first] = contentTexts('knowledge/rules');
  if (!first) throw new Error('content/knowledge/rules is empty');

  it('names file, line and field of a fault', () => {
    const text = first.text.replace(/^ {4}volume: \w+$/m, '    volume: often');
    const [problem] = readNotes({ path: 'x.yml', text }).problems;
    expect(problem?.message).toMatch(/^x\.yml:\d+ notes\.0\.volume: /);
  });

  it('keeps the first of two notes on a rule', () => {
    const [note = ''] = first.text.match(/^ {2}- rule: (?:.*\n)+?(?=\n|$(?![\s\S]))/m) ?? [];
    const { notes: read, problems } = readNotes({
      path: 'x.yml',
      text: `reviewed: 2026-11-29\nnotes:\n${note}${note}`,
    });
    expect(read.size).toBe(1);
    expect(problems[0]?.message).toMatch(/^x\.yml:\d+ notes\.1\.rule: .* has a note already$/);
  });
});
