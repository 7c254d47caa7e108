import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedOutFolder, signInFolder } from '@/lib/sign-in/sign-in-folder.mjs';
import { signedOut } from '@/lib/sign-in/signed-out.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-sign-out-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPENID = {
  SIGN_IN: 'oidc',
  PUBLIC_URL: 'https://rules.example.org',
  OIDC_ISSUER: 'https://login.example.org',
  OIDC_CLIENT_ID: 'watchfloor',
};

function run(args: readonly string[], settings: Record<string, string> = OPENID) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'lib/commands/signout.ts', ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
      AUDIT_LOG: path.join(folder, 'audit.jsonl'),
      ...settings,
    },
  });
}

describe('npm run signout', () => {
  it('ends the sessions of a person, and records it', () => {
    const begun = Date.now() - 1000;
    const session = (id: string) => ({ id: 'a', begun, person: { id, name: `${id}@example.org` } });
    const { status, stdout } = run(['--person', 'ada@example.org']);
    expect([status, stdout]).toEqual([0, 'signed out: ada@example.org\n']);
    const ended = signedOut(signedOutFolder(signInFolder(path.join(folder, 'catalog.db'))));
    expect(ended.has(session('ada'))).toBe(true);
    expect(ended.has(session('ben'))).toBe(false);
    const audit = JSON.parse(readFileSync(path.join(folder, 'audit.jsonl'), 'utf8'));
    expect(audit).toMatchObject({ audit: 'sessions-ended', who: 'ada@example.org' });
    expect(audit.by).toMatch(/./);
    expect(run(['--everyone']).status).toBe(0);
    expect(ended.has(session('ben'))).toBe(true);
  });

  it.each([
    [[], OPENID, 'Give --person or --everyone'],
    [['--person', 'ada', '--everyone'], OPENID, 'Give --person or --everyone'],
    [['--everyone'], {}, 'SIGN_IN is not oidc'],
  ])('refuses %j with the reason', (args, settings, reason) => {
    const { status, stderr } = run(args, settings);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });
});
