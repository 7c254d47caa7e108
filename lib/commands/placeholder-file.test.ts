import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readPlaceholderFile } from './placeholder-file';

const folder = mkdtempSync(path.join(tmpdir(), 'placeholders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'values.json');

function read(text: string) {
  writeFileSync(file, text);
  return readPlaceholderFile(file);
}

it.each([
  ['{"Administrators": ["adm_*", "root"], "DC-1.x": ["10"]}'],
  ['Administrators: [adm_*, root]\nDC-1.x:\n  - "10"\n'],
])('reads values by name from JSON and YAML: %s', (text) => {
  expect(read(text)).toEqual({ Administrators: ['adm_*', 'root'], 'DC-1.x': ['10'] });
});

it.each([
  ['{\n  "A": "x"\n}', ':2 A: must be a list of text'],
  ['{\n  "A": ["x"],\n  "B": [1]\n}', ':3 B.0: must be a list of text'],
  ['A: []', ':1 A: must be a list of text'],
  ['\n"%A%": [x]', ':2 %A%: is not the name of a placeholder; write it without percent signs'],
  ['- A', ':1 must map names to lists of values'],
  ['', ':1 is not YAML: '],
  ['{\n  "A": ["x"\n', ' is not YAML: '],
])('names the file, line and reason of a bad one: %j', (text, expected) => {
  expect(() => read(text)).toThrow(`${file}`);
  expect(() => read(text)).toThrow(expected);
});

it('names a file that it cannot read', () => {
  const missing = path.join(folder, 'missing.json');
  expect(() => readPlaceholderFile(missing)).toThrow(`Cannot read the placeholders in ${missing}`);
});
