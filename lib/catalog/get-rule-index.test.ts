import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { getCatalog } from './client';
import { makeTestedCatalog, type ServedFixture } from './file/catalog-fixture';
import { getRuleIndex } from './get-rule-index';
import { loadRuleIndex } from './load-rule-index';
import type { RuleIndex } from './rule-index';

// The index is really read; only how long that takes is in the test's hands.
let reading: Promise<unknown> = Promise.resolve();
vi.mock('./load-rule-index', async (importOriginal) => {
  const original = await importOriginal<typeof import('./load-rule-index')>();
  return {
    loadRuleIndex: vi.fn(async (...given: Parameters<typeof loadRuleIndex>) => {
      await reading;
      return original.loadRuleIndex(...given);
    }),
  };
});

let fixture: ServedFixture;
beforeEach(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  reading = Promise.resolve();
  vi.mocked(loadRuleIndex).mockClear();
  await addSync();
});
afterEach(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

async function addSync(): Promise<number> {
  const at = new Date();
  const { id } = await getCatalog().syncRun.create({
    data: {
      source: 'test',
      translatorVersion: '',
      startedAt: at,
      finishedAt: at,
      outcome: 'completed',
      summary: '{}',
    },
  });
  return id;
}

const idOf = ({ syncId }: RuleIndex) => syncId;

it('is read once for each sync', async () => {
  const [one, other] = await Promise.all([getRuleIndex(), getRuleIndex()]);
  expect(one).toBe(other);
  expect(await getRuleIndex()).toBe(one);
  expect(loadRuleIndex).toHaveBeenCalledTimes(1);
  const next = await addSync();
  expect(idOf(await getRuleIndex())).toBe(next);
  expect(loadRuleIndex).toHaveBeenCalledTimes(2);
});

it('answers as it was while that of a new sync takes long, unless a fresh one is asked for', async () => {
  const former = await getRuleIndex();
  const next = await addSync();
  let end = () => {};
  reading = new Promise<void>((resolve) => {
    end = resolve;
  });
  expect(await getRuleIndex()).toBe(former);
  const fresh = getRuleIndex({ fresh: true });
  end();
  expect(idOf(await fresh)).toBe(next);
  expect(await getRuleIndex()).toBe(await fresh);
});

it('says why it cannot be read, to everyone who asks, and is read again', async () => {
  await getRuleIndex();
  const next = await addSync();
  reading = Promise.reject(new Error('cannot be read now'));
  // It is read only after the database has answered, and must not count as unhandled until then.
  reading.catch(() => {});
  await expect(getRuleIndex()).rejects.toThrow('cannot be read now');
  await expect(getRuleIndex()).rejects.toThrow('cannot be read now');
  reading = Promise.resolve();
  expect(idOf(await getRuleIndex())).toBe(next);
});
