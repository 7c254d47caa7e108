import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hideSecrets, showAddress } from './address';

describe('showAddress', () => {
  it.each([
    ['https://example.org/a/b.tar.gz', 'https://example.org/a/b.tar.gz'],
    ['https://example.org:8443/a', 'https://example.org:8443/a'],
    ['https://user:secret@example.org/a', 'https://example.org/a'],
    ['https://secret@example.org/a', 'https://example.org/a'],
    ['https:user:secret@example.org/a', 'https://example.org/a'],
    ['HTTPS://user:secret@example.org/a', 'https://example.org/a'],
    ['ftp://user:secret@example.org/a', 'ftp://example.org/a'],
    ['git+ssh://user:secret@example.org/a', 'git+ssh://example.org/a'],
    ['https://example.org/a?token=secret&v=secret', 'https://example.org/a?token=…&v=…'],
    ['https://example.org/a?secret', 'https://example.org/a?…'],
    ['https://example.org/a?t=secret=secret', 'https://example.org/a?t=…'],
    ['https://example.org/a#secret', 'https://example.org/a'],
    ['https://user:1/secret@example.org/a', 'https://user:1/…@example.org/a'],
    ['https://user:sec/ret@example.org/a', 'https:…'],
    ['https://user:secret@exa mple.org/a', 'https:…'],
    ['user:secret@example.org/a', 'user:…'],
    ['//user:secret@example.org/a', '…'],
  ])('shows %s as %s', (text, shown) => {
    expect(showAddress(text)).toBe(shown);
    expect(hideSecrets(shown)).toBe(shown);
  });
});

describe('hideSecrets', () => {
  it('makes each address in a message fit to be shown', () => {
    const message = 'Cannot get https://u:secret@a.example/x?k=secret, "http://b.example/?secret"';
    expect(hideSecrets(message)).toBe('Cannot get https://a.example/x?k=…, "http://b.example/?…"');
  });

  it('leaves the places in a stack trace alone', () => {
    const line = 'at run (file:///srv/watchfloor/lib/ingest/run.ts:10:5)';
    expect(hideSecrets(line)).toBe(line);
  });
});

describe('the repository', () => {
  it('reads the secrets of an address only to send a request or to compare', () => {
    const files = ['lib', 'app', 'components'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(folder, file),
      ),
    );
    const using = files
      .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
      .filter((file) => /\.secretUrl\b/.test(readFileSync(file, 'utf8')));
    expect(using).toEqual(['lib/ingest/source/http.ts']);
  });
});
