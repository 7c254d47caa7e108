import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Span } from '@/lib/diagnostic';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CASES = 'lib/translate/cases';

/** A second document, whose positions in the file differ from those in its own text. */
const remarked = `title: First
logsource: {product: windows, category: process_creation}
detection:
    selection: {Image: a.exe}
    condition: selection
---
title: Second
logsource: {product: windows, category: process_creation}
detection:
    selection: {CommandLin: x.exe, Image: b.exe}
    unused: {Image: c.exe}
    condition: selection
`;
const REMARKS = join(mkdtempSync(join(tmpdir(), 'translate-')), 'remarks.yml');
writeFileSync(REMARKS, remarked);
afterAll(() => rmSync(dirname(REMARKS), { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'lib/commands/translate.ts', ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

// Each run is a separate process that loads the compiler and, by default, Microsoft's parser.
describe('the translate command', () => {
  it('refuses a file that is not UTF-8, with its line', () => {
    const file = join(dirname(REMARKS), 'latin1.yml');
    writeFileSync(file, Buffer.from('title: T\nauthor: J\xfcrgen\n', 'latin1'));
    const { status, stdout } = run(file, '--no-lint', '--no-check');
    expect(status).toBe(3);
    expect(stdout).toContain('ingest/not-utf8 Line 2 is not UTF-8 text');
  });

  it('writes one line for each rule and target, with the documented keys', () => {
    const { status, stdout } = run(`${CASES}/file-event`, `${CASES}/14-imphash/rule.yml`, '--json');
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ target }) => target)).toEqual([
      'sentinel-asim',
      'sentinel',
      'defender-xdr',
      'sentinel-asim',
      'sentinel',
      'defender-xdr',
    ]);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual([
        'path',
        'id',
        'title',
        'target',
        'outcome',
        'kql',
        'tables',
        'diagnostics',
        'trace',
      ]);
    }
    expect(lines[0]).toMatchObject({ path: `${CASES}/file-event/rule.yml`, outcome: 'exact' });
    expect(lines[0].kql).toMatch(/^_Im_FileEvent\n/);
    expect(lines[5]).toMatchObject({ outcome: 'unsupported', kql: null });
  });

  it('prints a query with its attribution', () => {
    const { stdout } = run(`${CASES}/dns-query/rule.yml`, '--target', 'defender-xdr', '--no-check');
    expect(stdout).toContain('// Author: Watchfloor\n');
    expect(stdout).toContain('| where ActionType == "DnsQueryResponse"\n');
  });

  it('prints lint findings with their positions, separate from the queries', () => {
    const args = [REMARKS, '--target', 'defender-xdr', '--no-check'];
    const { status, stdout, stderr } = run(...args);
    expect(status).toBe(0);
    const place = (needle: string): string => {
      const lines = remarked.split('\n');
      const line = lines.findIndex((text) => text.includes(needle));
      return `${REMARKS}:${line + 1}:${(lines[line]?.indexOf(needle) ?? 0) + 1}`;
    };
    expect(stderr).toContain(`${place('unused:')} warning sigma/unused-selection `);
    expect(stderr).toContain(`${place('x.exe')} warning translate/unknown-field `);
    expect(stderr).toContain('  hint: Did you mean CommandLine?');
    expect(stderr.match(/sigma\/unused-selection/g)).toHaveLength(1);
    expect(stdout).not.toContain('unused-selection');
    expect(run(...args, '--no-lint').stderr).toBe('');
    const [line = ''] = run(...args, '--json')
      .stdout.split('\n')
      .slice(1);
    const spans = JSON.parse(line).diagnostics.flatMap(({ span }: { span?: Span }) =>
      span ? [remarked.slice(span.start, span.end)] : [],
    );
    expect(spans).toContain('x.exe');
  });

  it('names other tables with the same telemetry, and prints their queries with --alternatives', () => {
    const args = [`${CASES}/01-letter-case/rule.yml`, '--target', 'sentinel', '--no-check'];
    const { stdout } = run(...args);
    expect(stdout).toMatch(/^\/\/ Also in: .*\(WindowsEvent, exact\)\. See --alternatives\.$/m);
    expect(stdout).not.toMatch(/^WindowsEvent$/m);
    expect(run(...args, '--alternatives').stdout).toMatch(
      /^\/\/ alternative, .*\n(?:\/\/.*\n)*WindowsEvent$/m,
    );
    const line = JSON.parse(run(...args, '--alternatives', '--json').stdout);
    expect(Object.keys(line).at(-1)).toBe('alternatives');
    expect(line.alternatives[0].kql).toMatch(/^WindowsEvent\n/);
  });

  it('explains once why a rule cannot be read, and exits with 3', () => {
    writeFileSync(
      REMARKS,
      'title: Broken\nlogsource: {product: windows}\ndetection: {s: {F: a}, condition: t}\n',
    );
    const { status, stdout, stderr } = run(REMARKS, '--no-check');
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    expect(stdout).toMatch(/^\/\/ Broken\n\/\/ unsupported: the rule cannot be read\n/);
    expect(stdout.match(/sigma\/unknown-selection/g)).toHaveLength(1);
    writeFileSync(REMARKS, remarked);
  });

  it('prints help, and explains which argument is not valid', () => {
    expect(run('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(run(CASES, '--target', 'splunk')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Unknown target splunk'),
    });
    expect(run('no/such/place')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Cannot read no/such/place'),
    });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('Missing PATH') });
  });
});
