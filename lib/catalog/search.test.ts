import { expect, it } from 'vitest';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import { resolveSearch } from './search';

const query = (target: IndexedQuery['target'], ...tables: string[]) =>
  ({ target, tables, table: tables[0] ?? null }) as unknown as IndexedQuery;
const rule = (id: string, ...queries: IndexedQuery[]) =>
  ({ id, queries, techniques: [], tactics: [] }) as unknown as IndexedRule;

const rules = [
  rule('one', query('defender-xdr', 'DeviceProcessEvents')),
  rule('two', query('defender-xdr', 'DeviceProcessEvents', 'DeviceInfo')),
  rule('both', query('sentinel', 'Event'), query('defender-xdr', 'DeviceProcessEvents')),
];
const index = {
  syncId: 1,
  rules,
  tactics: [],
  techniques: new Map(),
  successors: new Map(),
  tables: ['DeviceInfo', 'DeviceProcessEvents', 'Event'],
} as unknown as RuleIndex;

async function found(q: string, targets?: readonly string[]) {
  const search = await resolveSearch(index, q, targets);
  return rules.filter((each) => search.matches(each)).map(({ id }) => id);
}

it('finds the rules that a table is enough for, as selecting it does', async () => {
  expect(await found('table:deviceprocessevents')).toEqual(['one', 'both']);
  expect(await found('table:DeviceInfo')).toEqual([]);
  expect(await found('table:DeviceInfo,DeviceProcessEvents')).toEqual(['one', 'two', 'both']);
  expect(await found('-table:DeviceProcessEvents')).toEqual(['two']);
});

it('asks for the table on the targets that the search or the filter names', async () => {
  expect(await found('table:DeviceProcessEvents target:sentinel')).toEqual([]);
  expect(await found('table:Event target:sentinel')).toEqual(['both']);
  expect(await found('table:DeviceProcessEvents -target:sentinel')).toEqual(['one']);
  expect(await found('table:DeviceProcessEvents', ['sentinel'])).toEqual([]);
});

it('knows what each term keeps out', async () => {
  const { terms } = await resolveSearch(index, 'table:DeviceInfo  target:sentinel');
  expect(
    terms.map(({ text, others, matchesOthers }) => [
      text,
      others,
      rules.filter((each) => matchesOthers(each)).map(({ id }) => id),
    ]),
  ).toEqual([
    ['table:DeviceInfo', 'target:sentinel', ['both']],
    ['target:sentinel', 'table:DeviceInfo', []],
  ]);
});

it('finds the proof state that has another name now, and says so', async () => {
  const { mistakes, matches } = await resolveSearch(index, 'proof:constructed');
  const proven = { proof: 'self-tested', queries: [] } as unknown as IndexedRule;
  expect([matches(proven), matches({ ...proven, proof: 'checked' })]).toEqual([true, false]);
  expect(mistakes).toEqual([{ text: 'The proof “constructed” is called “self-tested” now.' }]);
});
