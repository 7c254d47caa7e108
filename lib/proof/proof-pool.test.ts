import { expect, it } from 'vitest';
import { readKnowledge, readMappingTexts } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { createContext } from './proof-context';
import { createProofPool } from './proof-pool';
import { prove } from './prove';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

it('checks and proves in threads what it does alone, in the order of the rules', async () => {
  const rules = ['alpha', 'beta'].flatMap((word, at) => {
    const [document] = parseRules(`title: ${word}
id: 11111111-1111-4111-8111-11111111112${at}
logsource: { product: windows, category: dns_query }
detection:
  selection:
    QueryName|endswith: '.${word}.test'
  condition: selection
`);
    return document?.rule ? [document.rule] : [];
  });
  const inputs = rules.map((rule) => ({
    rule,
    translations: TARGETS.map((target) => translator.translate(rule, target)),
    samples: [],
  }));
  const context = createContext(schemas, translator.version);
  const pool = createProofPool({
    schemas,
    mappings: readMappingTexts(),
    translatorVersion: translator.version,
    workers: 1,
  });
  try {
    const seen: number[] = [];
    const tasks = inputs.map((proof) => ({
      checks: [
        {
          kql: 'SecurityEvent | where EventID == 1',
          target: 'sentinel' as const,
          table: 'SecurityEvent',
        },
        {
          kql: 'SecurityEvent | where NoSuchColumn == 1',
          target: 'sentinel' as const,
          table: 'SecurityEvent',
        },
      ],
      proof,
    }));
    const answers = await pool.prove(tasks, { onDone: (done) => seen.push(done) });
    const evidence = answers.map((answer) => answer.evidence);
    expect(evidence).toEqual(inputs.map((input) => prove(input, context)));
    expect(evidence.flat().length).toBeGreaterThan(2);
    for (const { checked } of answers) {
      expect(checked.map(({ diagnostics }) => diagnostics.map(({ severity }) => severity))).toEqual(
        [[], ['error']],
      );
      expect(checked.map(({ facts }) => facts.tests)).toEqual([['EventID'], []]);
    }
    expect(seen).toEqual([1, 2]);
  } finally {
    await pool.close();
  }
});
