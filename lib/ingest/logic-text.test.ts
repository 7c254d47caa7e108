import { expect, it } from 'vitest';
import { parseRules } from '@/lib/sigma';
import { logicText } from './logic-text';

const RULE = `title: A
id: 11111111-1111-4111-8111-111111111111
status: test
logsource: { product: windows, category: process_creation }
detection:
  one: { Image|endswith: '\\a.exe', CommandLine: 'x*' }
  two: { User: c }
  condition: one and not two
`;

const COUNTED = `title: A
logsource: { product: windows, service: security }
detection:
  one: { EventID: 4625 }
  condition: one | count() by User > 5
  timeframe: 10m
`;

function textOf(rule: string): string {
  const [read] = parseRules(rule);
  if (!read?.rule) throw new Error('the rule cannot be read');
  return logicText(read.rule);
}

it('is the same after a change of metadata that moves every line', () => {
  const changed = RULE.replace('title: A', 'title: B\ndescription: longer\ntags: [attack.t1059]');
  expect(textOf(changed)).toBe(textOf(RULE));
  expect(textOf(COUNTED.replace('title: A', 'title: B\nlevel: high'))).toBe(textOf(COUNTED));
});

it.each([
  ['a value', (rule: string) => rule.replace('a.exe', 'b.exe')],
  ['a wildcard', (rule: string) => rule.replace('x*', 'x?')],
  ['a modifier', (rule: string) => rule.replace('|endswith', '|contains')],
  ['the condition', (rule: string) => rule.replace('and not', 'or')],
  ['the name of a selection', (rule: string) => rule.replaceAll('two', 'three')],
  ['the log source', (rule: string) => rule.replace('process_creation', 'image_load')],
  ['the id', (rule: string) => rule.replace('id: 1', 'id: 2')],
])('differs after a change of %s', (_, change) => {
  expect(textOf(change(RULE))).not.toBe(textOf(RULE));
});

it.each([
  ['a counted value', (rule: string) => rule.replace('4625', '4624')],
  ['the bound', (rule: string) => rule.replace('> 5', '> 6')],
  ['the timeframe', (rule: string) => rule.replace('10m', '20m')],
])('differs after a change of %s', (_, change) => {
  expect(textOf(change(COUNTED))).not.toBe(textOf(COUNTED));
});
