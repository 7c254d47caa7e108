import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '@/lib/catalog/deploy/manifest';
import { DEPLOY_FORMATS } from '@/lib/deploy/types';
import { type Fixture, makeFixture } from '@/lib/ingest/sync-fixture';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ID = {
  process: '11111111-1111-4111-8111-111111111111',
  values: '22222222-2222-4222-8222-222222222222',
  cloud: '33333333-3333-4333-8333-333333333333',
};

const rule = (id: string, title: string, level: string, rest: string) =>
  `title: ${title}\nid: ${id}\nstatus: test\ndescription: Detects a fixture.\nauthor: A. Writer\ndate: 2026-01-01\ntags: [attack.stealth, attack.execution, attack.t1059.001]\nlevel: ${level}\n${rest}`;

let fixture: Fixture;

beforeAll(async () => {
  fixture = makeFixture();
  const windows = 'logsource: { product: windows, category: process_creation }\n';
  fixture.put(
    'rules/process.yml',
    rule(
      ID.process,
      'Process “ß”',
      'high',
      `${windows}detection: { s: { CommandLine|contains: '–x' }, condition: s }\n`,
    ),
  );
  fixture.put(
    'rules/values.yml',
    rule(
      ID.values,
      'Values',
      'low',
      `${windows}detection: { s: { User|expand: '%admins%' }, condition: s }\n`,
    ),
  );
  fixture.put(
    'rules/cloud.yml',
    rule(
      ID.cloud,
      'Cloud',
      'medium',
      `logsource: { product: aws, service: cloudtrail }\ndetection: { s: { eventName: A }, condition: s }\n`,
    ),
  );
  await fixture.sync();
});

afterAll(() => fixture.remove());

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'lib/commands/export.ts', ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: fixture.url },
    },
  );
  return { status, stdout, stderr };
}

const folderOf = (name: string) => path.join(fixture.folder, 'out', name);
const textOf = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8');
const manifestOf = (folder: string) => JSON.parse(textOf(folder, 'manifest.json')) as Manifest;

// Each run is a process of its own.
describe('the export command', () => {
  it('writes one file a rule and a manifest, and says what was refused', () => {
    const out = folderOf('yaml');
    const { status, stderr } = run('--format', 'sentinel-yaml', '--out', out);
    expect(stderr).toContain('sentinel-yaml: 2 rendered, 2 valid');
    expect(stderr).toMatch(/1 {2}refused {2}deploy\/needs-values/);
    expect(status).toBe(3);
    const { entries, written, refused } = manifestOf(out);
    expect({ written, refused }).toEqual({ written: 2, refused: 1 });
    const entry = entries.find((one) => one.rule === ID.process);
    expect(entry).toMatchObject({
      title: 'Process “ß”',
      author: 'A. Writer',
      target: 'sentinel',
      files: [`Content/AnalyticalRules/Watchfloor/${entry?.id}.yaml`],
    });
    expect(entry?.losses.map(({ code }) => code)).toContain('deploy/non-ascii');
    const file = load(textOf(out, entry?.files[0] ?? '')) as Record<string, unknown>;
    expect(file).toMatchObject({
      id: entry?.id,
      name: 'Process "ss"',
      severity: 'High',
      tactics: ['DefenseEvasion', 'Execution'],
      relevantTechniques: ['T1059.001'],
    });
    expect(String(file.query)).toContain('"\\u2013x"');
    expect(readdirSync(path.join(out, 'Content/AnalyticalRules/Watchfloor'))).toHaveLength(2);
    expect(textOf(out, 'README.md')).toContain('# 2 detections: Sentinel YAML');
  });

  it('writes the rules that a search finds, for the targets that are asked for', () => {
    const out = folderOf('kql');
    const { status, stdout } = run(
      '--format',
      'kql',
      '--query',
      'level:low',
      '--target',
      'defender-xdr',
      '--json',
      '--out',
      out,
    );
    expect(status).toBe(0);
    const { entries } = JSON.parse(stdout) as Manifest;
    expect(entries.map((entry) => [entry.rule, entry.target, entry.isHunting])).toEqual([
      [ID.values, 'defender-xdr', true],
    ]);
    expect(textOf(out, entries[0]?.files[0] ?? '')).toContain('Needs your values: %admins%');
  });

  it('writes the query that reads only your tables', () => {
    const tables = path.join(fixture.folder, 'tables.txt');
    writeFileSync(tables, '# mine\nwindowsevent\nNothingLikeThis\n');
    const out = folderOf('mine');
    expect(run('--format', 'arm', '--tables', tables, '--query=-Values', '--out', out).status).toBe(
      0,
    );
    expect(manifestOf(out).entries.map(({ rule, table }) => [rule, table])).toEqual([
      [ID.process, 'WindowsEvent'],
    ]);
  });

  it('writes rules that run each minute', () => {
    const out = folderOf('continuous');
    const { status } = run(
      '--format',
      'sentinel-yaml',
      '--near-real-time',
      '--query=-Values',
      '--out',
      out,
    );
    expect(status).toBe(0);
    const [entry] = manifestOf(out).entries;
    const file = load(textOf(out, entry?.files[0] ?? '')) as Record<string, unknown>;
    expect(file).toMatchObject({ kind: 'NRT' });
    expect(file).not.toHaveProperty('queryFrequency');
  });

  it('bundles rules in one template, which the manifest names', () => {
    const out = folderOf('bundle');
    expect(run('--format', 'arm', '--bundle', '--query=-Values', '--out', out).status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['AnalyticsRules', 'README.md', 'manifest.json']);
    expect(JSON.parse(textOf(out, 'AnalyticsRules/rules.json')).resources).toHaveLength(2);
    expect(manifestOf(out).entries.map(({ files }) => files)).toEqual([
      ['AnalyticsRules/rules.json'],
      ['AnalyticsRules/rules.json'],
    ]);
  });

  it.each([
    [['--out', 'x'], 'Missing --format'],
    [['--format', 'word', '--out', 'x'], 'Unknown format word'],
    [['--format', 'arm'], 'Missing --out DIR'],
    [['--format', 'kql', '--bundle', '--out', 'x'], '--bundle is for --format arm'],
    [
      ['--format', 'arm', '--near-real-time', '--out', 'x'],
      '--near-real-time is for --format sentinel-yaml',
    ],
    [['--format', 'kql', '--tables', 'nowhere.txt', '--out', 'x'], 'Cannot read nowhere.txt'],
    [['--format', 'kql', '--target', 'splunk', '--out', 'x'], 'Unknown target splunk'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = run(...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(existsSync(path.join(ROOT, 'x'))).toBe(false);
  });

  it.each([
    ['', 'names no table'],
    ['Event\nSales-2026', 'has what is no name of a table: Sales-2026'],
  ])('refuses a list of tables with %j', (text, message) => {
    const tables = path.join(fixture.folder, 'bad.txt');
    writeFileSync(tables, text);
    const { status, stderr } = run('--format', 'kql', '--tables', tables, '--out', folderOf('bad'));
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it.each(DEPLOY_FORMATS)('validates %s and writes nothing', (format) => {
    const { stderr } = run('--format', format, '--check');
    expect(stderr).toMatch(new RegExp(`^${format}: (\\d+) rendered, \\1 valid`, 'm'));
    expect(stderr).not.toMatch(/: 0 rendered/);
  });

  it('does not write to a folder with files', () => {
    const out = folderOf('full');
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, 'mine.txt'), 'x');
    const { status, stderr } = run('--format', 'kql', '--out', out);
    expect(stderr).toContain('is not empty');
    expect(status).toBe(2);
    expect(readdirSync(out)).toEqual(['mine.txt']);
  });

  it('says that no rule was found', () => {
    const { status, stderr } = run(
      '--format',
      'kql',
      '--query',
      'nothinglikethis',
      '--out',
      folderOf('none'),
    );
    expect(stderr).toContain('No rule was found');
    expect(status).toBe(4);
  });
});
