import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDirectory } from './directory';
import { LIMITS } from './limits';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'watchfloor-directory-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content = 'title: a'): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
}

const paths = (files: readonly { path: string }[]) => files.map((file) => file.path);

describe('readDirectory', () => {
  it('reads rules and samples in the order of their paths', async () => {
    for (const name of ['rules/b.yml', 'rules/a/c.yaml', 'events/1.json', 'rules/notes.md']) {
      put(name);
    }
    const collector = await readDirectory(root, LIMITS);
    expect(paths(collector.rules)).toEqual(['rules/a/c.yaml', 'rules/b.yml']);
    expect(paths(collector.samples)).toEqual(['events/1.json']);
  });

  it('skips the folders of Git and npm', async () => {
    put('.git/hooks/a.yml');
    put('node_modules/x/a.yml');
    put('rules/a.yml');
    expect(paths((await readDirectory(root, LIMITS)).rules)).toEqual(['rules/a.yml']);
  });

  it('refuses links to files and folders', async () => {
    put('rules/a.yml');
    symlinkSync('/etc/hostname', path.join(root, 'rules', 'link.yml'));
    symlinkSync('/etc', path.join(root, 'rules', 'etc'));
    const collector = await readDirectory(root, LIMITS);
    expect(paths(collector.rules)).toEqual(['rules/a.yml']);
    expect(collector.issues.map(({ code, path }) => [code, path])).toEqual([
      ['ingest/link', 'rules/etc'],
      ['ingest/link', 'rules/link.yml'],
    ]);
  });

  it('refuses files that are too large or nested too deep', async () => {
    put('rules/large.yml', 'x'.repeat(200));
    put('rules/a/b/c/deep.yml');
    const collector = await readDirectory(root, { ...LIMITS, ruleFile: 100, depth: 3 });
    expect(collector.issues.map(({ code }) => code)).toEqual([
      'ingest/too-deep',
      'ingest/file-too-large',
    ]);
    expect(collector.rules).toEqual([]);
  });

  it('rejects a folder with too many entries', async () => {
    for (let at = 0; at < 6; at++) put(`rules/${at}.yml`);
    await expect(readDirectory(root, { ...LIMITS, entries: 5 })).rejects.toThrow(/more than 5/);
  });

  it('refuses what is neither a file nor a folder', async () => {
    put('rules/a.yml');
    const socket = createServer().listen(path.join(root, 'rules', 'socket.yml'));
    await once(socket, 'listening');
    const collector = await readDirectory(root, LIMITS);
    socket.close();
    expect(paths(collector.rules)).toEqual(['rules/a.yml']);
    expect(collector.issues).toMatchObject([{ code: 'ingest/not-a-file' }]);
    expect(collector.refused).toEqual(['rules/socket.yml']);
  });

  it('rejects a folder that does not exist', async () => {
    await expect(readDirectory(path.join(root, 'absent'), LIMITS)).rejects.toThrow(/Cannot read/);
  });
});
