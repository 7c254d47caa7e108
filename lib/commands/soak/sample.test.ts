import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readArchive } from '@/lib/ingest/source/archive';
import { LIMITS } from '@/lib/ingest/source/limits';
import { makeSample, statesOf } from './sample';

const RULES = Array.from({ length: 40 }, (_, at) => ({
  path: `rules/${at}.yml`,
  bytes: Buffer.from(`title: Rule ${at}\ndetection:\n  s: { Image|endswith: '\\a.exe' }\n`),
}));

it('has a change, a removal and a new rule in each ten', () => {
  const { first, second } = statesOf(RULES.slice(0, 10));
  const names = (files: readonly { path: string }[]) => files.map(({ path: name }) => name);
  expect(names(first)).not.toContain('rules/3.yml');
  expect(names(second)).not.toContain('rules/2.yml');
  expect(names(second)).toContain('rules/3.yml');
  const [, changed] = second;
  expect(Buffer.from(changed?.bytes ?? []).toString()).toBe(
    "title: Rule 1 again\ndetection:\n  s: { Image|endswith: '\\a.ex3' }\n",
  );
  expect(second[0]).toBe(first[0]);
});

it('writes archives that a sync reads', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-sample-'));
  const { before, after, rules } = await makeSample(RULES, 20, folder);
  const count = async (file: string) => (await readArchive(file, LIMITS)).collector.rules.length;
  expect(rules).toBe(18);
  expect(await count(before)).toBe(18);
  expect(await count(after)).toBe(18);
  rmSync(folder, { recursive: true });
});
