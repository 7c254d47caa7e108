import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, newToken, readTokenFile } from './token-file.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-tokens-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(yaml: string) {
  const file = path.join(folder, 'tokens.yml');
  writeFileSync(file, yaml);
  return readTokenFile(file);
}

const HASH = 'a'.repeat(64);

describe('the file of tokens', () => {
  it('has a hash, a last day and what the token may', () => {
    expect(read(`- { name: ci, sha256: "${HASH}", expires: 2027-01-31 }`)).toEqual([
      { name: 'ci', sha256: HASH, expires: '2027-01-31', may: 'read' },
    ]);
    expect(read('')).toEqual([]);
  });

  it.each([
    [
      '- { name: CI, sha256: "x", expires: soon, may: write }',
      /entry 1: name.*\n.*sha256.*\n.*expires.*\n.*may/,
    ],
    [`- { name: ci, sha256: "${HASH}", expires: 2027-02-30 }`, /expires must be a day/],
    [`- { name: ci, sha256: "${HASH}" }`, /expires must be a day/],
    [`- { name: ci, token: abc, sha256: "${HASH}", expires: 2027-01-01 }`, /entry 1: /],
    ['- just text', /entry 1: must be an entry/],
    ['a: b', /must be a list/],
    ['- {', /is not YAML/],
  ])('is refused with the entry and the reason: %s', (yaml, reason) => {
    expect(() => read(yaml)).toThrow(reason);
  });

  it('has each name and each token once', () => {
    const one = `- { name: ci, sha256: "${HASH}", expires: 2027-01-31 }\n`;
    expect(() => read(one + one)).toThrow(/entry 2: name is that of another token/);
  });

  it('that is not there is named', () => {
    expect(() => readTokenFile(path.join(folder, 'none.yml'))).toThrow(/none\.yml: ENOENT/);
  });
});

describe('a new token', () => {
  it('is long, new each time, and easy to find where it has leaked', () => {
    expect(newToken()).toMatch(/^wfl_[\w-]{43}$/);
    expect(newToken()).not.toBe(newToken());
    expect(hashOf('abc')).toMatch(/^ba7816bf[0-9a-f]{56}$/);
  });
});
