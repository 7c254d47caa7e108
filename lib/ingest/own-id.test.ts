import { expect, it } from 'vitest';
import { ownId } from './own-id';

it('is the same UUID for the same place, and another one for any other', () => {
  const id = ownId('acme', 'rules/a.yml', 0);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ownId('acme', 'rules/a.yml', 0)).toBe(id);
  const others = [
    ownId('acme', 'rules/a.yml', 1),
    ownId('acme', 'rules/b.yml', 0),
    ownId('', 'acmerules/a.yml', 0),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});
