import { expect, it } from 'vitest';
import { ownId } from './own-id';

it('is the same UUID for the same place, and another one for any other', () => {
  const id = ownId('acme', 'rules/a.yml', 0);
  expect(id).toBe('84aa4500-1816-5ceb-bc2f-0a388eb39a8e');
  const others = [
    ownId('acme', 'rules/a.yml', 1),
    ownId('acme', 'rules/b.yml', 0),
    ownId('', 'acmerules/a.yml', 0),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});
