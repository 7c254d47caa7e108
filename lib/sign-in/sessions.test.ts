import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ABSOLUTE_MS, sessions } from './sessions.mjs';
import { signedOut } from './signed-out.mjs';

// What browsers and servers do with sessions is in gate-openid.test.ts.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-sessions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const person = { id: '1', name: 'ada', isOperator: false };
const key = randomBytes(32);
const open = (isSecure = true) => sessions({ key, ended: signedOut(folder), isSecure, terms: 'a' });

describe('the cookie of a session', () => {
  it('is Secure, and of this host alone, where readers come by https', () => {
    expect(open().begin(person)).toMatch(
      /^__Host-watchfloor=[\w-]+; Path=\/; Max-Age=43200; SameSite=Lax; HttpOnly; Secure$/,
    );
    expect(open().dropped).toMatch(/^__Host-watchfloor=; Path=\/; Max-Age=0; .*Secure$/);
    expect(open(false).begin(person)).toMatch(/^watchfloor=[\w-]+; .*; HttpOnly$/);
  });

  it('fits into a browser, with the longest name', () => {
    const long = { id: 'i'.repeat(255), name: 'n'.repeat(200), isOperator: true };
    expect(open().begin(long).length).toBeLessThan(4096);
  });
});

describe('an ended session', () => {
  it('is remembered as long as its cookie could be used', () => {
    const own = open(false);
    const cookieOf = () => own.begin(person).split(';')[0];
    const first = cookieOf();
    own.end(first);
    expect(own.find(first)).toBeNull();
    const [file = ''] = readdirSync(folder);
    const old = (Date.now() - ABSOLUTE_MS - 60_000) / 1000;
    utimesSync(path.join(folder, file), old, old);
    own.end(cookieOf());
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain(file);
  });

  it('may be all of one person, or of everyone, until now', () => {
    const own = open(false);
    const ada = own.begin(person).split(';')[0];
    const ben = own.begin({ id: '2', name: 'ben', isOperator: false }).split(';')[0];
    signedOut(folder).addPerson('ada');
    expect(own.find(ada)).toBeNull();
    expect(own.find(ben)?.person.name).toBe('ben');
    signedOut(folder).addPerson('2');
    expect(own.find(ben)).toBeNull();
    const [file = ''] = readdirSync(folder);
    const before = (Date.now() - 60_000) / 1000;
    for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), before, before);
    expect(file).toMatch(/^person-[0-9a-f]{64}$/);
    expect(own.find(own.begin(person).split(';')[0])?.person).toEqual(person);
    signedOut(folder).addEveryone();
    expect(own.find(ada)).toBeNull();
  });
});
