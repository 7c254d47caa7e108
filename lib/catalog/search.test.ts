import { expect, it } from 'vitest';
import type { Bitset } from './columns/bitset';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import { resolveSearch } from './search';
import { rulesAt } from './sort-rules';

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
  const { matching } = await resolveSearch(index, q, targets);
  return idsAt(index, matching);
}

function idsAt(from: RuleIndex, places: Bitset | null) {
  return (places ? rulesAt(from, places) : from.rules).map(({ id }) => id);
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
    terms.map(({ text, others, matchingOthers }) => [text, others, idsAt(index, matchingOthers())]),
  ).toEqual([
    ['table:DeviceInfo', 'target:sentinel', ['both']],
    ['target:sentinel', 'table:DeviceInfo', []],
  ]);
});

it('finds the proof state that has another name now, and says so', async () => {
  const proven = (proof: string) => ({ ...rule(proof), proof }) as IndexedRule;
  const all = { ...index, rules: [proven('self-tested'), proven('checked')] };
  const { mistakes, matching } = await resolveSearch(all, 'proof:constructed');
  expect(idsAt(all, matching)).toEqual(['self-tested']);
  expect(mistakes).toEqual([{ text: 'The proof “constructed” is called “self-tested” now.' }]);
});

it('counts ages back from the day of the last sync, whatever the clock says', async () => {
  const dated = (id: string, changed: string, date: string | null) =>
    ({ id, date, changedAt: new Date(changed), queries: [] }) as unknown as IndexedRule;
  const all = [
    dated('new', '2020-05-09T10:00:00Z', '2020/05/01'),
    dated('old', '2020-01-01T00:00:00Z', '2019-12-31'),
    dated('undated', '2020-05-10T00:00:00Z', null),
  ];
  const at = { ...index, rules: all, syncedAt: new Date('2020-05-10T12:00:00Z') };
  const idsFor = async (q: string) => {
    const { matching } = await resolveSearch(at, q);
    return idsAt(at, matching);
  };
  expect(await idsFor('changed:<30d')).toEqual(['new', 'undated']);
  expect(await idsFor('changed:2020-01..2020-03')).toEqual(['old']);
  expect(await idsFor('created:<30d')).toEqual(['new']);
  expect(await idsFor('-created:<2020')).toEqual(['new', 'undated']);
});

it('finds a CVE with or without its first letters, all of a year, and threats by part of a name', async () => {
  const of = (id: string, cves: string[], threats: string[]) =>
    ({ id, cves, threats, queries: [] }) as unknown as IndexedRule;
  const all = [
    of('a', ['CVE-2024-1709'], ['APT29']),
    of('b', ['CVE-2024-17090', 'CVE-2023-1'], ['Cozy Bear', 'APT28']),
    of('c', [], []),
  ];
  const named = { ...index, rules: all };
  const idsFor = async (q: string) => idsAt(named, (await resolveSearch(named, q)).matching);
  expect(await idsFor('cve:2024-1709')).toEqual(['a']);
  expect(await idsFor('cve:CVE-2024')).toEqual(['a', 'b']);
  expect(await idsFor('threat:apt')).toEqual(['a', 'b']);
  expect(await idsFor('-threat:"cozy bear"')).toEqual(['a', 'c']);
});
