import { expect, it } from 'vitest';
import { checkTogether } from './check-together';
import { parseRules } from './parse-rules';

function placedRule(path: string, id: string, title: string, name = '') {
  const [document] = parseRules(`title: ${title}
id: ${id}
${name && `name: ${name}\n`}logsource: {product: windows}
detection: {s: {F: a}, condition: s}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return { path, rule: document.rule };
}

const ID = '5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a0';

it('reports ids, names and titles that two rules share, on each of them', () => {
  const first = placedRule('rules/first_rule.yml', `${ID}1`, 'One', 'n');
  const second = placedRule('rules/second_rule.yml', `${ID}1`, 'one', 'n');
  const third = placedRule('rules/third_rule.yml', `${ID}2`, 'Two');
  const found = checkTogether([first, second, third]);
  expect(found.get(first.rule)?.map(({ code }) => code)).toEqual([
    'sigma/duplicate-id',
    'sigma/duplicate-name',
    'sigma/duplicate-title',
  ]);
  expect(found.get(second.rule)?.[0]?.message).toContain('rules/first_rule.yml');
  expect(found.has(third.rule)).toBe(false);
});

it('reports file names that break the naming convention, once per file', () => {
  const paths = ['rules/Upper_Case_name.yml', 'rules/short.yml', 'rules/good_name_here.yml', '-'];
  const placed = paths.map((path, at) => placedRule(path, `${ID}${at}`, `Title ${at}`));
  const [upper] = placed;
  if (!upper) throw new Error('no rule');
  const again = { ...placedRule(upper.path, `${ID}9`, 'Another document'), path: upper.path };
  const found = checkTogether([...placed, again]);
  expect(placed.map(({ rule }) => found.get(rule)?.map(({ code }) => code))).toEqual([
    ['sigma/file-name'],
    ['sigma/file-name'],
    undefined,
    undefined,
  ]);
  expect(found.has(again.rule)).toBe(false);
});
