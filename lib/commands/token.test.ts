import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, readTokenFile } from '@/lib/sign-in/token-file.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-token-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const audit = path.join(folder, 'audit.jsonl');
  return spawnSync(process.execPath, ['--import', 'tsx', 'lib/commands/token.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'test', AUDIT_LOG: audit },
  });
}

describe('npm run token', () => {
  it('prints a token once, and an entry that the file takes', () => {
    const { stdout, status } = run('--name', 'ci', '--days', '30', '--operate');
    expect(status).toBe(0);
    const token = /^wfl_\S+$/m.exec(stdout)?.[0] ?? '';
    const entry = stdout.slice(stdout.indexOf('- name'));
    expect(entry).not.toContain(token);
    const file = path.join(folder, 'tokens.yml');
    writeFileSync(file, entry);
    const [read] = readTokenFile(file);
    expect(read).toMatchObject({ name: 'ci', sha256: hashOf(token), may: 'operate' });
    const days = (Date.parse(read?.expires ?? '') - Date.now()) / 86_400_000;
    expect(Math.ceil(days)).toBe(30);
    const audit = readFileSync(path.join(folder, 'audit.jsonl'), 'utf8');
    expect(JSON.parse(audit)).toMatchObject({ audit: 'token-made', token: 'ci', may: 'operate' });
    expect(audit).not.toContain(token.slice(4));
  });

  it.each([
    [[], '--name is missing'],
    [['--name', 'C I'], '--name must be'],
    [['--name', 'ci', '--days', '367'], '--days must be'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j with the reason', (args, reason) => {
    const { stderr, stdout, status } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
    expect(stdout).toBe('');
  });
});
