import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Fixture, makeFixture } from '@/lib/ingest/sync-fixture';
import { certutilRule } from '@/lib/model-text/samples';
import type { ModelText } from '@/lib/model-text/types';
import { getCatalog } from './client';
import { modelCandidates } from './model-candidates';
import { modelTextsOf } from './model-texts';
import { getRule } from './rule';
import { saveModelText } from './save-model-text';
import { textsToReview } from './texts-to-review';

const files = vi.hoisted(() => new Map<string, string>());
vi.mock('@/lib/content', async (load) => ({
  ...(await load<typeof import('@/lib/content')>()),
  contentTextIfAny: (path: string) => files.get(path) ?? null,
}));

const ID = '11111111-1111-4111-8111-111111111111';
const AT = new Date('2026-11-29T12:00:00.000Z');
const TEXT: ModelText = {
  hypothesis: [{ text: 'It is so.', cites: ['rule:selection'] }],
  benign: [],
  questions: [],
};

let fixture: Fixture;
let hash = '';

beforeAll(async () => {
  fixture = makeFixture();
  fixture.put('rules/a.yml', certutilRule());
  await fixture.sync();
  vi.stubEnv('DATABASE_URL', fixture.url);
  hash = (await modelCandidates([ID], false))[0]?.input.hash ?? '';
});

afterEach(() => files.clear());

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

const save = (inputHash: string, text: ModelText = TEXT) =>
  saveModelText(ID, { inputHash, model: 'm', writtenAt: AT, text, dropped: 0 });

function review(verdict: 'accepted' | 'rejected', more: object = {}) {
  const file = { rule: ID, verdict, at: AT.toISOString(), inputHash: hash, model: 'm' };
  const whole = { ...file, writtenAt: AT.toISOString(), text: TEXT, ...more };
  // JSON is YAML.
  files.set(`reviews/${ID}.yml`, JSON.stringify(whole));
}

async function shown() {
  const rule = await getRule(ID);
  return rule && (await modelTextsOf(rule)).map(({ state, isStale }) => ({ state, isStale }));
}

it('shows nothing where nothing was written or can be shown', async () => {
  expect(await shown()).toEqual([]);
  await save(hash, { hypothesis: [], benign: [], questions: [] });
  expect(await shown()).toEqual([]);
});

it('shows a text as not reviewed, and as stale once its inputs have changed', async () => {
  await save(hash);
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: false }]);
  await save('another hash');
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: true }]);
});

it('follows a verdict of an operator, for the text that was read alone', async () => {
  await save(hash);
  review('accepted');
  expect(await shown()).toEqual([{ state: 'accepted', isStale: false }]);
  review('rejected');
  expect(await shown()).toEqual([]);
  await save(hash, { ...TEXT, benign: TEXT.hypothesis });
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: false }]);
});

it('shows an accepted text when the catalog has lost it', async () => {
  await getCatalog().modelText.deleteMany();
  review('accepted');
  expect(await shown()).toEqual([{ state: 'accepted', isStale: false }]);
  expect(await modelCandidates([ID], true)).toEqual([]);
});

it('takes no review of another rule, or that it cannot read', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  await save(hash);
  review('accepted', { rule: 'another' });
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: false }]);
  files.set(`reviews/${ID}.yml`, 'verdict: [');
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: false }]);
  expect(log).toHaveBeenCalledTimes(2);
  log.mockRestore();
});

it('lists for review what has no verdict and is not stale', async () => {
  const waiting = async () => (await textsToReview(9)).map(({ ruleId }) => ruleId);
  await save(hash);
  expect(await waiting()).toEqual([ID]);
  review('rejected');
  expect(await waiting()).toEqual([]);
  files.clear();
  await save('another hash');
  expect(await waiting()).toEqual([]);
});

it('keeps a text through a sync that changes the rule, and asks for a new one', async () => {
  await save(hash);
  fixture.put('rules/a.yml', certutilRule({ value: 'changed' }));
  await fixture.sync();
  expect(await shown()).toEqual([{ state: 'unreviewed', isStale: true }]);
  expect(await modelCandidates([ID], false)).toHaveLength(1);
});
