import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { addressesOf, KINDS, wordsOf } from './pages';

let fixture: Fixture;

beforeAll(async () => {
  fixture = makeFixture();
  fixture.put('rules/a.yml', plainRule(ID.a, { title: 'Needle in a haystack' }));
  fixture.put('rules/b.yml', plainRule(ID.b));
  await fixture.sync();
});
afterAll(() => fixture.remove());

it('asks for different addresses of each kind, at most as many as wanted, and the same each time', () => {
  const addresses = addressesOf(fixture.databaseFile, 30);
  expect([...addresses.keys()]).toEqual([...KINDS]);
  for (const [kind, paths] of addresses) {
    expect(paths.length, kind).toBeGreaterThan(0);
    expect(paths.length, kind).toBeLessThanOrEqual(30);
    expect(new Set(paths).size, kind).toBe(paths.length);
  }
  expect(addressesOf(fixture.databaseFile, 30)).toEqual(addresses);
});

it('takes addresses of the catalog', () => {
  const addresses = addressesOf(fixture.databaseFile, 300);
  expect(addresses.get('rule')).toEqual([`/rules/${ID.a}`, `/rules/${ID.b}`]);
  expect(addresses.get('filtered feed')).toEqual([
    '/?level=medium&product=fixture&tactic=execution',
  ]);
  expect(addresses.get('API: rules')).toEqual([
    '/api/v1/rules?level=medium&product=fixture&tactic=execution',
  ]);
  expect(addresses.get('API: one rule')).toEqual([
    `/api/v1/rules/${ID.a}`,
    `/api/v1/rules/${ID.b}`,
  ]);
  expect(addresses.get('search')).toContain('/?q=needle');
  expect(addresses.get('coverage')?.length).toBeGreaterThan(200);
});

it('searches for words of titles, each once', () => {
  expect(wordsOf(['Needle in the Hay', 'The needle, again'])).toEqual(['again', 'needle']);
});
