import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { storeFor } from '@/lib/ingest/store';
import { insertRows } from '@/lib/ingest/write/insert-rows';
import { parseRules } from '@/lib/sigma';
import { getCatalog } from '../client';
import { findRules } from '../feed';
import { NO_FILTER } from '../feed-filter';
import { makeTestedCatalog, type ServedFixture } from '../file/catalog-fixture';
import { someDocument } from '../stored/rows-fixture';
import { ruleText } from '../stored/rule-text';
import { databaseOf } from '.';

// The golden list: what each search of the starter rules finds first. It is the same list for both databases.

const RULES = 'content/starter/rules';
const AT = new Date('2026-11-30');

const FIRST_HITS: readonly (readonly [q: string, title: string | null])[] = JSON.parse(
  readFileSync('lib/catalog/database/first-hits.json', 'utf8'),
);

let fixture: ServedFixture;

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  const catalog = getCatalog();
  const texts = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yml'))
    .map((file) => readFileSync(path.join(RULES, file), 'utf8'))
    .flatMap((raw) =>
      parseRules(raw).flatMap(({ id, metadata }) => {
        const { title = '', description = '' } = metadata ?? {};
        const { level = null } = metadata ?? {};
        // Stand-ins: making the queries and hypotheses of all rules takes half a minute.
        const [kql, hypothesis] = [raw.slice(raw.indexOf('detection:')), description];
        return id === null ? [] : [{ id, title, description, level, raw, kql, hypothesis }];
      }),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const { writer } = storeFor(databaseOf(catalog));
  await catalog.$transaction(async (transaction) => {
    await transaction.syncRun.create({
      data: {
        ...{ source: 'starter', translatorVersion: '', startedAt: AT, finishedAt: AT },
        outcome: 'completed',
        summary: '{}',
      },
    });
    const rows = texts.map(({ id, title, description, level, raw }) => ({
      ...{
        id,
        title,
        description,
        level,
        kind: 'detection',
        collection: 'starter',
        path: `${id}.yml`,
      },
      ...{ raw: ruleText.write(raw), contentHash: '', ...someDocument(), source: 'starter' },
      ...{ retrievedAt: AT, firstSeenAt: AT, changedAt: AT, firstSyncId: 1, changedSyncId: 1 },
    }));
    await insertRows({ transaction, writer }, 'Rule', rows);
    await writer.indexTexts(transaction, texts);
  });
});

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

it.each(FIRST_HITS)('%s finds first: %s', async (q, title) => {
  const { rules } = await findRules({ ...NO_FILTER, q });
  expect(rules[0]?.title ?? null).toBe(title);
});

it('has words, beginnings, other forms, phrases, parts of words, signs, ids, exclusions and nothing', () => {
  expect(FIRST_HITS.length).toBeGreaterThan(40);
  expect(FIRST_HITS.filter(([, title]) => title === null).length).toBeGreaterThan(2);
});
