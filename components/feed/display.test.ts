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

it.each([
  [{}],
  [{ 'density of the feed': 'lines' }],
  [{ 'density of the feed': 'lines', 'hidden in lines': 'table proof' }],
  [{ 'density of the feed': 'else', 'hidden in cards': 'author', 'hidden in lines': 'none' }],
])('shows %j from the first paint on as it will later', async (texts: Record<string, string>) => {
  for (const [key, text] of Object.entries(texts)) stored.set(key, text);
  const dataset: Record<string, string> = {};
  vi.stubGlobal('document', { documentElement: { dataset } });
  const { EARLY_DISPLAY } = await import('./display-choices');
  new Function(EARLY_DISPLAY)();
  const { storedDensity, storedHidden } = await import('./display');
  expect(dataset).toEqual({
    density: storedDensity(),
    hidden: storedHidden(storedDensity()).join(' '),
  });
});

it('leaves the page as it is where the browser forbids to store', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('forbidden');
    },
  });
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const dataset = {};
  vi.stubGlobal('document', { documentElement: { dataset } });
  const { EARLY_DISPLAY } = await import('./display-choices');
  new Function(EARLY_DISPLAY)();
  expect(dataset).toEqual({});
  expect(warn).toHaveBeenCalledOnce();
});
