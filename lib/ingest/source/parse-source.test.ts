import { describe, expect, it } from 'vitest';
import { SyncFailure } from '../failure';
import { parseSource, sourceLabel } from './parse-source';

const root = process.cwd();

describe('parseSource', () => {
  it.each([
    ['github:SigmaHQ/sigma', { owner: 'SigmaHQ', name: 'sigma', ref: null }],
    ['github:a-b/c.d_e@release/1.0', { owner: 'a-b', name: 'c.d_e', ref: 'release/1.0' }],
  ])('reads %s', (text, expected) => {
    expect(parseSource(text, root)).toEqual({ kind: 'github', ...expected });
    expect(sourceLabel(parseSource(text, root))).toBe(text);
  });

  it.each([
    'github:SigmaHQ',
    'github:../sigma',
    'github:a/..',
    'github:a/b@../../c',
    'github:a/b/c',
    'github:a/b?x=1',
    'github:a/b@',
    'github:-a/b',
    './absent.tar.gz',
  ])('refuses %s', (text) => {
    expect(() => parseSource(text, root)).toThrow(SyncFailure);
  });

  it('distinguishes folders, files, URLs and the starter rules', () => {
    expect(parseSource('lib', root).kind).toBe('directory');
    expect(parseSource('package.json', root).kind).toBe('archive');
    expect(parseSource('https://example.org/a.tar.gz', root).kind).toBe('url');
    expect(parseSource('starter', root).kind).toBe('starter');
  });

  it('names a folder by its last part, and an address without the values of its query', () => {
    expect(sourceLabel(parseSource('lib/ingest', root))).toBe('ingest');
    const url = parseSource('https://example.org/a.tar.gz?token=secret', root);
    expect(sourceLabel(url)).toBe('https://example.org/a.tar.gz?token=…');
  });

  it.each([
    'https://user:secret@example.org/a.tar.gz?token=secret',
    'HTTPS://user:secret@example.org/a.tar.gz',
    'https:user:secret@example.org/a.tar.gz',
    ' https://user:secret@example.org/a.tar.gz',
    'http://user:secret@example.org/a.tar.gz',
    'ftp://user:secret@example.org/a.tar.gz',
    'git+https://user:secret@example.org/a.git',
    '//user:secret@example.org/a.tar.gz',
    'user:secret@example.org/a.tar.gz',
    'https://user:secret@exa mple.org/a',
    'github:user:secret@SigmaHQ/sigma',
    'github:secret@SigmaHQ/sigma',
    'github:https://user:secret@github.com/SigmaHQ/sigma',
    'github:SigmaHQ/sigma?token=secret',
  ])('refuses %s without repeating the secret', (text) => {
    let message = '';
    try {
      parseSource(text, root);
    } catch (error) {
      if (!(error instanceof SyncFailure)) throw error;
      message = `${error.message} ${error.next}`;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('secret');
  });
});
