import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment, VARIABLES } from '@/lib/env';

const EXAMPLE = parseEnv(
  readFileSync(path.join(import.meta.dirname, '../../.env.example'), 'utf8'),
) as Record<string, string>;

describe('.env.example', () => {
  it('names every variable, and no other', () => {
    expect(Object.keys(EXAMPLE).sort()).toEqual([...VARIABLES].sort());
  });

  it('shows the defaults', () => {
    expect(readEnvironment(EXAMPLE, '/srv')).toEqual(readEnvironment({}, '/srv'));
  });
});

describe('load-env', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'load-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function port(shell: Record<string, string>): string {
    const loader = path.join(import.meta.dirname, 'load-env.mjs');
    const { PATH, NODE_ENV } = process.env;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', loader, '--print', 'process.env.PORT'],
      { cwd: folder, encoding: 'utf8', env: { PATH, NODE_ENV, ...shell } },
    );
    expect(stderr).toBe('');
    return stdout.trim();
  }

  it('reads .env of the working directory', () => {
    writeFileSync(path.join(folder, '.env'), 'PORT=4000\n');
    expect(port({})).toBe('4000');
  });

  it('does not change a variable that the shell sets', () => {
    writeFileSync(path.join(folder, '.env'), 'PORT=4000\n');
    expect(port({ PORT: '5000' })).toBe('5000');
  });

  it('needs no .env', () => {
    expect(port({})).toBe('undefined');
  });
});
