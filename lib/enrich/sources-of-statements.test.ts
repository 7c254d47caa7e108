import { expect, it } from 'vitest';
import { detectionOf } from '@/lib/sigma/detection-of';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { allComparisons, comparisonsIn } from './comparison';
import { enrich } from './index';
import { currentKnowledge } from './knowledge/current-knowledge';
import { noteOn } from './knowledge/rule-notes';
import { NOTE } from './note-basis';
import { ATTACK } from './samples';

// Whatever a statement names in code is in the rule, or in the entry that it cites.

const knowledge = currentKnowledge();

/** Basis → the text of every entry that it may stand for. */
const cited = new Map<string, string>();
const cite = (name: string, entry: unknown) =>
  cited.set(`catalog: ${name}`, `${cited.get(`catalog: ${name}`) ?? ''}${JSON.stringify(entry)}`);
for (const entry of new Set(knowledge.programs.values())) cite(entry.name, entry);
for (const entry of knowledge.actions) cite(entry.name, entry);
for (const [id, entry] of knowledge.techniques) cite(ATTACK.techniques.get(id)?.name ?? id, entry);
for (const entry of knowledge.advice.values()) cite('log source', entry);
cite('response', knowledge.responses);

const plain = (text: string) =>
  text.toLowerCase().replace(/\\+"/g, '"').replace(/\\+/g, '\\').replace(/\s+/g, ' ');

/** Values in backticks, without what shortening leaves: `…\Temp\a.exe`, `very long…`. */
function valuesIn(text: string): string[] {
  return (text.match(/`[^`]+`/g) ?? [])
    .map((value) => plain(value.slice(1, -1)).replace(/^…|…$/g, ''))
    .filter((value) => /[a-z0-9]{2}/.test(value));
}

it.skipIf(!CORPUS_PRESENT)(
  `a statement names only what the rule or the entry that it cites has${CORPUS_NOTE}`,
  async () => {
    const texts = new Map([...cited].map(([basis, text]) => [basis, plain(text)]));
    const strange: string[] = [];
    let told = 0;
    for (const rule of await readCorpus({ retired: true })) {
      const { falsePositives, triage } = enrich({
        rule,
        translations: [],
        evidence: [],
        attack: ATTACK,
      });
      const detection = detectionOf(rule);
      const values = detection ? allComparisons(comparisonsIn(detection.predicate)) : [];
      const own = plain([rule.text, ...values.flatMap((one) => one.values)].join('\n'));
      for (const { text, basis } of [...falsePositives, ...triage]) {
        const entry =
          basis === NOTE
            ? plain(JSON.stringify(noteOn(rule)))
            : basis.startsWith('catalog')
              ? texts.get(basis)
              : '';
        if (basis.startsWith('catalog') && entry === undefined && !KNOWN.has(basis)) {
          strange.push(`${rule.title}: nothing is called ${basis}`);
        }
        for (const value of valuesIn(text)) {
          told++;
          if (!own.includes(value) && !entry?.includes(value)) {
            strange.push(`${rule.title} [${basis}]: ${value}`);
          }
        }
      }
    }
    expect(strange).toEqual([]);
    expect(told).toBeGreaterThan(5_000);
  },
);

/** Bases of sentences that the code itself has. */
const KNOWN = new Set(['catalog: correlations', 'catalog: filters']);
