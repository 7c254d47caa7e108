import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { contentText } from '@/lib/content';

const ROOM = import.meta.dirname;

/** The codes in the source of the room, whole or as `deploy/${…}-cut`. */
function codesInSource(): Set<string> {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test\.ts$|fixture/.test(file),
  );
  const text = files.map((file) => readFileSync(path.join(ROOM, file), 'utf8')).join('\n');
  const whole = [...text.matchAll(/['`]deploy\/([a-z-]+)['`]/g)].map(([, code]) => code ?? '');
  const refused = [...text.matchAll(/refusal\(\s*'([a-z-]+)'/g)].map(([, code]) => code ?? '');
  return new Set([
    ...whole,
    ...refused,
    'name-cut',
    'description-cut',
    'entities-cut',
    'details-cut',
  ]);
}

it('documents every code of a loss in content/deploy/README.md, and no other', () => {
  const documented = new Set(
    [...contentText('deploy/README.md').matchAll(/`deploy\/([a-z-]+)`/g)].map(([, code]) => code),
  );
  const codes = codesInSource();
  expect(codes.size).toBeGreaterThan(15);
  expect([...codes].filter((code) => !documented.has(code))).toEqual([]);
  expect([...documented].filter((code) => !codes.has(code ?? ''))).toEqual([]);
});
