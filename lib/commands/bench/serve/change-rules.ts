import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { filesBelow } from '@/lib/commands/arguments';
import { takeEvenly } from '@/lib/tooling/figures/take-evenly';

const BLOCK = 512;
/** In many rules the end of a program's name. What replaces it is as long and means the same to YAML. */
const WAS = Buffer.from(".exe'");
const IS = Buffer.from(".ex3'");
const RULE = /(^|\/)rules[^/]*\/.*\.yml$/;

/** A source like `source`, a folder or a `.tar.gz`, in which `count` rules test for another value. */
export function changeRules(source: string, folder: string, count: number): string {
  const changed = path.join(folder, path.basename(source));
  mkdirSync(folder, { recursive: true });
  if (statSync(source).isDirectory()) changeFolder(source, changed, count);
  else {
    writeFileSync(changed, gzipSync(changeArchive(gunzipSync(readFileSync(source)), count)));
  }
  return changed;
}

function changeFolder(source: string, changed: string, count: number): void {
  cpSync(source, changed, { recursive: true });
  const files = filesBelow(changed, /^\.yml$/).filter(
    (file) => RULE.test(file.split(path.sep).join('/')) && readFileSync(file).includes(WAS),
  );
  for (const file of takeEvenly(files, count)) {
    const bytes = readFileSync(file);
    change(bytes);
    writeFileSync(file, bytes);
  }
}

/** A tar's checksums are of its headers alone, so a change of as many bytes leaves it valid. */
function changeArchive(tar: Buffer, count: number): Buffer {
  const rules = [...bodiesOf(tar)].filter(
    ({ name, body }) => RULE.test(name) && body.includes(WAS),
  );
  for (const { body } of takeEvenly(rules, count)) change(body);
  changeCommit(tar);
  return tar;
}

function change(bytes: Buffer): void {
  IS.copy(bytes, bytes.indexOf(WAS));
}

/** The files of a tar, as parts of it. */
export function* bodiesOf(tar: Buffer): Generator<{ name: string; body: Buffer }> {
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const folder = text(345, 155);
    const name = folder === '' ? text(0, 100) : `${folder}/${text(0, 100)}`;
    yield { name, body: tar.subarray(at + BLOCK, at + BLOCK + size) };
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
}

/** Makes it another commit, if GitHub or `git archive` wrote one into the archive's first header. */
function changeCommit(tar: Buffer): void {
  const found = /comment=[0-9a-f]{40}/.exec(tar.toString('latin1', 0, 4 * BLOCK));
  if (!found) return;
  const at = found.index + 'comment='.length;
  tar.write(tar[at] === 0x30 ? '1' : '0', at);
}
