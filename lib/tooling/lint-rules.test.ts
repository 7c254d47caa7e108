import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-lint-'));
  const { plugins } = JSON.parse(readFileSync(path.join(ROOT, 'biome.json'), 'utf8')) as {
    plugins: string[];
  };
  const absolute = plugins.map((plugin) => path.resolve(ROOT, plugin));
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify({ plugins: absolute }));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter prints on a file with this text. */
function lint(text: string): string {
  writeFileSync(path.join(folder, 'example.ts'), text);
  const biome = path.join(ROOT, 'node_modules/.bin/biome');
  try {
    return execFileSync(biome, ['lint', 'example.ts'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

it('refuses a table that is an open record, and `in` with a key that is not a literal', () => {
  const found = lint(
    'const TABLE: Readonly<Record<string, number>> = { a: 1 };\n' +
      'export const read = (key: string) => (key in TABLE ? TABLE[key] : 0);\n',
  );
  expect(found).toContain('Use `new Map(Object.entries<T>({ … }))`');
  expect(found).toContain('Use Object.hasOwn(record, key)');
});

it.each([
  'list.push(...more)',
  'list.unshift(1, ...more)',
  'Math.max(...more.map((each) => each + 1))',
  'String.fromCharCode(...more)',
])('refuses %s, which overflows the stack', (call) => {
  const found = lint(`export const f = (list: number[], more: number[]) => [list, ${call}];\n`);
  expect(found).toContain('A long list overflows the stack here');
});

it.each(['list.push([...more])', 'Math.max(1, list.length)'])('accepts %s', (call) => {
  const found = lint(`export const f = (list: unknown[], more: number[]) => [more, ${call}];\n`);
  expect(found).not.toContain('overflows');
});
