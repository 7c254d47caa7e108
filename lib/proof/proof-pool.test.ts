import { expect, it } from 'vitest';
import { readMappingTexts, readSchemas } from '@/lib/ingest/content';
import { parseRules } from '@/lib/sigma';
import { createTranslator, loadMappings, TARGETS } from '@/lib/translate';
import { createContext } from './context';
import { createProofPool } from './proof-pool';
import { prove } from './prove';

const schemas = readSchemas();
const { mappings } = loadMappings(readMappingTexts(), schemas);
const translator = createTranslator({ mappings, schemas });

it('proves in threads what it proves alone, in the order of the rules', {
  timeout: 300_000,
}, async () => {
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
  const pool = createProofPool({ schemas, translatorVersion: translator.version, workers: 1 });
  try {
    const seen: number[] = [];
    const evidence = await pool.prove(inputs, (done) => seen.push(done));
    expect(evidence).toEqual(inputs.map((input) => prove(input, context)));
    expect(evidence.flat().length).toBeGreaterThan(2);
    expect(seen).toEqual([2]);
  } finally {
    await pool.close();
  }
});
