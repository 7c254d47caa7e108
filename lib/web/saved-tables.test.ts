import { expect, it } from 'vitest';
import { savedTables } from './saved-tables';

it('keeps table names, and as many as a cookie holds', () => {
  expect(savedTables(['SecurityEvent', '_Im_Dns', 'all', '', 'a;b', 'a b', '%ff', '9a'])).toEqual([
    'SecurityEvent',
    '_Im_Dns',
  ]);
  const kept = savedTables(Array.from({ length: 500 }, (_, index) => `T${index}`.padEnd(60, 'x')));
  expect(kept.join('.').length).toBeLessThan(4096 - 100);
});
