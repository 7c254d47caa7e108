import { expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import { createTranslator } from '.';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function problemsOf(logsource: string) {
  const [document] = parseRules(`title: T
logsource: ${logsource}
detection: {s: {Image: a.exe}, condition: s}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(document.rule, 'sentinel').diagnostics;
}

it('suggests the log source that was probably meant', () => {
  expect(problemsOf('{product: windows, category: proces_creation}')).toMatchObject([
    { code: 'translate/no-mapping', hint: 'Did you mean windows/process_creation?' },
  ]);
  expect(problemsOf('{product: fridge}')[0]).not.toHaveProperty('hint');
});
