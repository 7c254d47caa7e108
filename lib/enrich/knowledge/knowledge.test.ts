import { describe, expect, it } from 'vitest';
import { SOURCE_KINDS } from '@/lib/log-sources';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { contextOf } from '../context';
import { holds } from '../premises';
import { readingOf } from '../reading';
import { ATTACK } from '../samples';
import { currentKnowledge, knowledgeTexts } from './current-knowledge';
import { loadKnowledge, recordFor } from './load-knowledge';

const knowledge = currentKnowledge();
const programs = [...new Set(knowledge.programs.values())];

/** Every text of an entry that is said as a sentence, its sources and names aside. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (NOT_SAID.has(key)) return [];
    if (typeof part === 'string') return SAID.has(key) ? [part] : [];
    return Array.isArray(part)
      ? part.flatMap((one) => (typeof one === 'string' ? [one] : textsIn(one)))
      : textsIn(part);
  });
}

const NOT_SAID = new Set('sources when unless of programs techniques with kinds'.split(' '));
const SAID = new Set(
  'text otherwise what parent next does needs follows shows records volume licence'.split(' '),
);

const entries = [
  ...knowledge.advice.values(),
  ...programs,
  ...knowledge.techniques.values(),
  ...knowledge.actions.map(({ volume: _, ...entry }) => entry),
  ...new Set(knowledge.records.values()),
];

const sentences = (): string[] => entries.flatMap(textsIn);

/** Words of a sentence; a value in backticks is one. */
const wordsIn = (text: string) =>
  text
    .replace(/`[^`]*`/g, 'x')
    .split(/\s+/)
    .filter(Boolean);

describe('content/knowledge', () => {
  it('has advice for every kind of log source, and a response for every tactic', () => {
    expect([...knowledge.advice.keys()].sort()).toEqual([...SOURCE_KINDS].sort());
    for (const { affected } of knowledge.advice.values()) {
      expect(knowledge.responses[affected]?.other, affected).toBeTruthy();
    }
  });

  it('names only tactics and techniques that ATT&CK has', () => {
    const ids = [
      ...programs.flatMap(({ abuse }) => abuse.flatMap(({ techniques }) => techniques)),
      ...knowledge.techniqueWords.keys(),
      ...knowledge.techniques.keys(),
      ...knowledge.actions.flatMap(({ of }) => of.techniques ?? []),
    ];
    expect(ids.filter((id) => !ATTACK.techniques.has(id))).toEqual([]);
    const tactics = new Set(['other', ...ATTACK.tactics.map(({ shortName }) => shortName)]);
    const named = Object.values(knowledge.responses).flatMap((one) => Object.keys(one ?? {}));
    expect(named.filter((tactic) => !tactics.has(tactic))).toEqual([]);
  });

  it('says no sentence twice', () => {
    const seen = new Set<string>();
    const twice = sentences().filter((text) => seen.size === seen.add(text).size);
    expect(twice).toEqual([]);
    expect(seen.size).toBeGreaterThan(5_000);
  });

  it('can be read in one breath', () => {
    const all = sentences().filter((text) => /[.!?]$/.test(text));
    const long = all.filter((text) => wordsIn(text).length > 45);
    expect(long).toEqual([]);
    const mean = all.reduce((sum, text) => sum + wordsIn(text).length, 0) / all.length;
    expect(mean).toBeLessThan(22);
  });

  it('names two sources for each technique and action', () => {
    const thin = [...knowledge.techniques.values(), ...knowledge.actions].filter(
      (entry) => new Set(entry.sources).size < 2,
    );
    expect(thin.map((entry) => ('technique' in entry ? entry.technique : entry.name))).toEqual([]);
  });

  it.skipIf(!CORPUS_PRESENT)(
    `tells of each technique and log source of the archive, and of none besides${CORPUS_NOTE}`,
    async () => {
      const rules = await readCorpus({ retired: true });
      const used = new Set(
        rules.flatMap((rule) => contextOf(rule, ATTACK).techniques.map(({ id }) => id)),
      );
      expect([...used].filter((id) => !knowledge.techniques.has(id))).toEqual([]);
      expect([...knowledge.techniques.keys()].filter((id) => !used.has(id))).toEqual([]);
      const unknown = rules.flatMap((rule) =>
        rule.kind === 'detection' && !recordFor(knowledge, rule.logsource)
          ? [JSON.stringify(rule.logsource)]
          : [],
      );
      expect([...new Set(unknown)]).toEqual([]);
    },
  );

  it.skipIf(!CORPUS_PRESENT)(
    `has no action that no rule of the archive looks for${CORPUS_NOTE}`,
    async () => {
      const unused = new Set(knowledge.actions);
      for (const rule of await readCorpus({ retired: true })) {
        const { detection } = readingOf(rule, contextOf(rule, ATTACK));
        if (!detection) continue;
        for (const action of unused) if (holds(action.of, detection.facts)) unused.delete(action);
      }
      expect([...unused].map(({ name }) => name)).toEqual([]);
    },
  );

  it('has only placeholders that a rule can fill', () => {
    const slots = sentences().flatMap(
      (text) => text.replace(/`[^`]*`/g, '').match(/\{[^}]*\}/g) ?? [],
    );
    const known = ['program', 'parent', 'arguments', 'object', 'values'].map((one) => `{${one}}`);
    expect(slots.filter((slot) => !known.includes(slot))).toEqual([]);
    expect(slots.length).toBeGreaterThan(20);
  });

  it.skipIf(!CORPUS_PRESENT)(
    `tells of programs that at least two rules of the archive name${CORPUS_NOTE}`,
    async () => {
      const counts = new Map<string, number>();
      for (const rule of await readCorpus({ retired: true })) {
        const facts = readingOf(rule, contextOf(rule, ATTACK)).detection?.facts;
        if (!facts) continue;
        const names = [...facts.programs, ...facts.parents, ...facts.targets];
        const told = new Set(names.map((name) => knowledge.programs.get(name)?.name ?? ''));
        for (const name of told) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(programs.filter(({ name }) => (counts.get(name) ?? 0) < 2)).toEqual([]);
      expect(programs.length).toBeGreaterThanOrEqual(200);
    },
  );
});

describe('loadKnowledge', () => {
  const texts = knowledgeTexts();
  const [first] = texts.programs;
  if (!first) throw new Error('content/knowledge/programs is empty');
  const messages = (more: Partial<typeof texts>) =>
    loadKnowledge({ ...texts, ...more }).problems.map(({ message }) => message);

  it('names file, line and field of a missing source', () => {
    const text = first.text.replace(/sources:\n(?: {2}- .*\n)+/, '');
    const [message] = messages({ programs: [{ path: 'x.yml', text }] });
    expect(message).toMatch(/^x\.yml:\d+ sources: /);
  });

  it('refuses what is no sentence, and an id that is none', () => {
    const text = first.text.replace(/^what: >-\n {2}/m, 'what: >-\n  lower ');
    expect(messages({ programs: [{ path: 'x.yml', text }] })[0]).toMatch(/what: .*a sentence/);
    const id = first.text.replace(/techniques: \[\w+/, 'techniques: [X1');
    expect(messages({ programs: [{ path: 'x.yml', text: id }] })[0]).toContain('technique');
  });

  it('gives a program to one entry, and a kind to one file', () => {
    const twice = { ...first, path: 'twice.yml' };
    expect(messages({ programs: [first, twice] })[0]).toMatch(/^twice\.yml:\d+ programs\.0: /);
    const [advice] = texts.advice;
    if (!advice) throw new Error('content/knowledge/advice is empty');
    expect(messages({ advice: [advice, { ...advice, path: 'b.yml' }] })[0]).toMatch(/^b\.yml/);
  });
});
