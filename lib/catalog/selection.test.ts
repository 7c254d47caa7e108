import { expect, it } from 'vitest';
import { parseFeedFilter } from './feed-filter';
import type { IndexedRule, RuleIndex } from './rule-index';
import {
  MAX_SELECTED,
  readSelection,
  selectAllHref,
  selectionHref,
  selectionNames,
} from './selection';

const indexOf = (...ids: readonly string[]): RuleIndex => {
  const rules = ids.map((id) => ({ id }) as IndexedRule);
  return { rules, byId: new Map(rules.map((rule) => [rule.id, rule])) } as unknown as RuleIndex;
};
const A = '11111111-1111-4111-8111-111111111141';
const B = '11111111-1111-4111-8111-111111111142';
const C = '2a222222-1111-4111-8111-111111111142';
const INDEX = indexOf(A, B, C, 'own');

it('has an address that leads back to the same rules in the same order', () => {
  const rules = [C, B, A, 'own'].map((id) => ({ id }));
  const href = selectionHref(selectionNames(rules, INDEX));
  expect(href).toBe(`/selection?rules=2a222222,${B},${A},own`);
  const text = new URLSearchParams(href.split('?')[1]).get('rules') ?? '';
  expect(readSelection(text, INDEX)).toMatchObject({ rules, unknown: [], leftOut: 0 });
});

it('takes whole ids, and names what is no rule or more than one', () => {
  expect(readSelection([A, `${C}, ,nothing`, '11111111', '2a2'], INDEX)).toMatchObject({
    rules: [{ id: A }, { id: C }],
    unknown: ['nothing', '11111111', '2a2'],
  });
});

it('is without the rules that a button takes out', () => {
  const { rules, unknown } = readSelection([A, B, C], INDEX, '2a222222,nothing');
  expect(rules.map(({ id }) => id)).toEqual([A, B]);
  expect(unknown).toEqual([]);
});

it('counts a rule once, and says how many are too many', () => {
  expect(readSelection([C, '2a222222'], INDEX).rules).toHaveLength(1);
  const many = Array.from({ length: MAX_SELECTED + 3 }, (_, at) => `${at}`.padStart(8, 'x'));
  const { rules, leftOut } = readSelection(many, indexOf(...many));
  expect(rules).toHaveLength(MAX_SELECTED);
  expect(leftOut).toBe(3);
});

it('can be every rule of a filtered feed', () => {
  expect(selectAllHref(parseFeedFilter({ level: 'high', q: 'x y', sort: 'level' }))).toBe(
    '/selection?all=1&q=x+y&level=high',
  );
  expect(selectAllHref(parseFeedFilter({}))).toBe('/selection?all=1');
});
