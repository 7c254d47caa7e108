import { describe, expect, it } from 'vitest';
import { SOURCE_KINDS } from '@/lib/log-sources';
import { comparisonsIn } from '../comparison';
import { premisesOf } from '../premises';
import { ARCHIVE_NOTE, ARCHIVE_PRESENT, ATTACK, rulesOfArchive } from '../samples';
import { waysOf } from '../ways';
import { currentKnowledge, knowledgeTexts } from './current-knowledge';
import { loadKnowledge } from './load-knowledge';

const knowledge = currentKnowledge();
const programs = [...new Set(knowledge.programs.values())];

function sentences(): string[] {
  const advice = [...knowledge.advice.values()].flatMap(({ benign, triage }) => [
    ...benign,
    ...triage,
  ]);
  return [
    ...advice.flatMap(({ text, otherwise }) => [text, otherwise ?? []].flat()),
    ...programs.flatMap(({ what, uses, abuse, tells, parent, next }) => [
      what,
      ...[...uses, ...abuse].map(({ text }) => text),
      ...tells,
      ...(parent ? [parent] : []),
      next,
    ]),
  ];
}

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
    ];
    expect(ids.filter((id) => !ATTACK.techniques.has(id))).toEqual([]);
    const tactics = new Set(['other', ...ATTACK.tactics.map(({ shortName }) => shortName)]);
    const named = Object.values(knowledge.responses).flatMap((one) => Object.keys(one ?? {}));
    expect(named.filter((tactic) => !tactics.has(tactic))).toEqual([]);
  });

  it('says no sentence twice', () => {
    const all = sentences();
    expect(all.filter((text, at) => all.indexOf(text) !== at)).toEqual([]);
  });

  it('has only placeholders that a rule can fill', () => {
    const slots = sentences().flatMap((text) => text.match(/\{[^}\s]*\}/g) ?? []);
    const known = ['program', 'parent', 'arguments', 'object', 'values'].map((one) => `{${one}}`);
    expect(slots.filter((slot) => !known.includes(slot))).toEqual([]);
    expect(slots.length).toBeGreaterThan(20);
  });

  it.skipIf(!ARCHIVE_PRESENT)(
    `tells of programs that at least two rules of the archive name${ARCHIVE_NOTE}`,
    async () => {
      const counts = new Map<string, number>();
      for (const rule of await rulesOfArchive()) {
        if (rule.kind !== 'detection') continue;
        const facts = premisesOf(rule, waysOf(comparisonsIn(rule.predicate)));
        const names = [...facts.programs, ...facts.parents, ...facts.targets];
        const told = new Set(names.map((name) => knowledge.programs.get(name)?.name ?? ''));
        for (const name of told) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(programs.filter(({ name }) => (counts.get(name) ?? 0) < 2)).toEqual([]);
      expect(programs.length).toBeGreaterThanOrEqual(40);
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
