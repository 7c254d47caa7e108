import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CASES = 'lib/translate/cases';

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'lib/ingest/commands/translate.ts', ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

// Each run is a process of its own that loads the compiler and, unless told not to, Microsoft's parser.
describe('the translate command', { timeout: 180_000 }, () => {
  it('writes one line per rule and target, with the keys of the contract', () => {
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

  it('explains itself, and what is wrong with its arguments', () => {
    expect(run('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(run(CASES, '--target', 'splunk')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('No target is called splunk'),
    });
    expect(run('no/such/place')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Cannot read no/such/place'),
    });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('No PATH') });
  });
});
