import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { printReference } from './print-reference';

it('is what DIAGNOSTICS.md has: `npm run reference` brings it up to date', () => {
  const file = new URL('../../DIAGNOSTICS.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(printReference());
});
