import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const FILE = path.join(import.meta.dirname, 'open-lookup-example.ts');
afterAll(() => rmSync(FILE, { force: true }));

/** What the linter prints on a file of this folder. */
function lint(text: string): string {
  writeFileSync(FILE, text);
  try {
    return execFileSync('npx', ['biome', 'lint', FILE], { encoding: 'utf8', stdio: 'pipe' });
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
