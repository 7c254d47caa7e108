import { expect, it } from 'vitest';
import { parseRules } from '@/lib/sigma';
import { correlationSentence } from './correlation';

function sentenceOf(type: string, condition: string): string {
  const [document] = parseRules(`title: T
correlation:
    type: ${type}
    rules: [a, b, c]
    group-by: [User]
    timespan: 5m
    ${condition}
`);
  if (document?.rule?.kind !== 'correlation') throw new Error(JSON.stringify(document));
  return correlationSentence(document.rule, new Map());
}

it.each<[string, string, string]>([
  ['temporal', '', 'events of `a`, `b` and `c` will occur together'],
  [
    'temporal',
    'condition: {gte: 2}',
    'events of at least 2 of `a`, `b` and `c` will occur together',
  ],
  ['temporal', 'condition: a and not b', 'events of `a` and not `b` will occur together'],
  [
    'temporal_ordered',
    'condition: c and (a or b)',
    'events of `c` and (`a` or `b`) will occur in this order',
  ],
  ['value_max', 'condition: {field: Bytes, gt: 9}', 'the highest '],
])('describes what a %s correlation with %j detects', (type, condition, sentence) => {
  expect(sentenceOf(type, condition)).toContain(sentence);
});
