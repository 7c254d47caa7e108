import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bodiesOf, changeRules } from './change-rules';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-change-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILES = new Map([
  ['rules/a.yml', "Image: 'a.exe'\nParent: 'b.exe'"],
  ['rules/deep/b.yml', "Image: 'c.exe'"],
  ['rules/plain.yml', 'Field: value'],
  ['tests/c.yml', "Image: 'd.exe'"],
]);

it('an archive keeps its files, its names and its length, and two rules test for another value', async () => {
  const tar = pack();
  for (const [name, text] of FILES) tar.entry({ name: `SigmaHQ-sigma-1/${name}` }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const before = Buffer.concat(chunks);
  const source = path.join(folder, 'archive.tar.gz');
  writeFileSync(source, gzipSync(before));

  const changed = changeRules(source, path.join(folder, 'changed'), 30);

  expect(path.basename(changed)).toBe('archive.tar.gz');
  const after = gunzipSync(readFileSync(changed));
  expect(after.length).toBe(before.length);
  expect([...bodiesOf(after)].map(({ name, body }) => [name, body.toString()])).toEqual([
    ['SigmaHQ-sigma-1/rules/a.yml', "Image: 'a.ex3'\nParent: 'b.exe'"],
    ['SigmaHQ-sigma-1/rules/deep/b.yml', "Image: 'c.ex3'"],
    ['SigmaHQ-sigma-1/rules/plain.yml', 'Field: value'],
    ['SigmaHQ-sigma-1/tests/c.yml', "Image: 'd.exe'"],
  ]);
});

it('a folder is copied, and as many rules as asked for are changed in the copy alone', () => {
  const source = path.join(folder, 'source');
  for (const [name, text] of FILES) {
    mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
    writeFileSync(path.join(source, name), text);
  }
  const untouched = path.join(folder, 'untouched');
  cpSync(source, untouched, { recursive: true });

  const changed = changeRules(source, path.join(folder, 'changed'), 1);

  const differ = [...FILES.keys()].filter(
    (name) =>
      readFileSync(path.join(changed, name), 'utf8') !==
      readFileSync(path.join(untouched, name), 'utf8'),
  );
  expect(differ).toEqual(['rules/a.yml']);
  for (const [name, text] of FILES) {
    expect(readFileSync(path.join(source, name), 'utf8')).toBe(text);
  }
});
