import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RULE = `title: Tool
id: 11111111-1111-4111-8111-111111111131
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\tool.exe'
  condition: selection
`;

const EVENT = {
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  TimeCreated: '2026-01-01T00:00:00Z',
};

const COMMAND = ['--import', 'tsx', 'lib/ingest/commands/prove.ts'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prove-'));
  writeFileSync(join(folder, 'rule.yml'), RULE);
  const images = ['C:\\a\\tool.exe', 'C:\\a\\other.exe'];
  const lines = images.map((Image) => JSON.stringify({ ...EVENT, Image }));
  writeFileSync(join(folder, 'events.jsonl'), lines.join('\n'));
});

afterAll(() => rmSync(folder, { recursive: true }));

it('tells per rule and query how many events Sigma and KQL match', { timeout: 300_000 }, () => {
  const output = execFileSync(
    'node',
    [...COMMAND, folder, '--events', folder, '--target', 'sentinel', '--json'],
    { encoding: 'utf8' },
  );
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ table }) => table === 'Event')).toMatchObject({
    id: '11111111-1111-4111-8111-111111111131',
    target: 'sentinel',
    outcome: 'exact',
    tried: 2,
    sigma: 1,
    kql: 1,
    both: 1,
    differ: [],
    failure: null,
  });
});

it('says what is wrong with its arguments', { timeout: 300_000 }, () => {
  const run = (args: readonly string[]) =>
    spawnSync('node', [...COMMAND, ...args], { encoding: 'utf8' });
  const missing = run([join(folder, 'nothing'), '--events', folder]);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toMatch(/^error: Cannot read .*nothing/);
  const bare = run([folder]);
  expect(bare.status).toBe(2);
  expect(bare.stderr).toContain('No events are given');
});
