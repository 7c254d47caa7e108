import { expect, it, vi } from 'vitest';
import { stubStorage } from '@/components/ui/storage-fixture';

const stored = stubStorage();

it('has cards with every part at first, and lines without source and author', async () => {
  const { storedDensity, storedHidden, partsOf } = await import('./display');
  expect(storedDensity()).toBe('cards');
  expect(storedHidden('cards')).toEqual([]);
  expect(storedHidden('lines')).toEqual(['source', 'author']);
  expect(partsOf('lines')).not.toContain('text');
});

it('keeps the parts of each density apart, and knows all shown from never chosen', async () => {
  const { keepDensity, keepPart, storedDensity, storedHidden } = await import('./display');
  keepDensity('lines');
  keepPart('lines', 'author', true);
  keepPart('lines', 'source', true);
  keepPart('cards', 'proof', false);
  vi.resetModules();
  expect(storedDensity()).toBe('lines');
  expect(storedHidden('lines')).toEqual([]);
  expect(storedHidden('cards')).toEqual(['proof']);
  expect([...stored.keys()]).toEqual(['density of the feed', 'hidden in lines', 'hidden in cards']);
});

it('takes no name that is no part', async () => {
  stored.set('hidden in cards', 'title proof x');
  const { storedHidden } = await import('./display');
  expect(storedHidden('cards')).toEqual(['proof']);
});
