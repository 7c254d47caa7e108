import { expect, it } from 'vitest';
import { stubStorage } from '@/components/ui/storage-fixture';

const stored = stubStorage();

it('saves views in their order, one a name, and nothing without a name', async () => {
  const { saveView, savedViews } = await import('./saved-views');
  saveView('  High   ones ', '/?level=high');
  saveView('b', '/?q=b');
  saveView('High ones', '/?level=high,critical');
  saveView(' ', '/?q=c');
  expect(savedViews()).toEqual([
    { name: 'High ones', href: '/?level=high,critical' },
    { name: 'b', href: '/?q=b' },
  ]);
});

it('renames in place, and removes', async () => {
  const { removeView, renameView, saveView, savedViews } = await import('./saved-views');
  for (const name of ['a', 'b', 'c']) saveView(name, `/?q=${name}`);
  renameView('a', 'c');
  renameView('b', '');
  expect(savedViews()).toEqual([
    { name: 'c', href: '/?q=a' },
    { name: 'b', href: '/?q=b' },
  ]);
  removeView('c');
  removeView('b');
  expect(stored.size).toBe(0);
});

it('reads only addresses of the feed', async () => {
  stored.set(
    'saved views',
    JSON.stringify([
      { name: 'x', href: 'javascript:alert(1)' },
      { name: 'y', href: '//example.org' },
      { name: 'z', href: '/?q=z' },
      null,
    ]),
  );
  const { savedViews } = await import('./saved-views');
  expect(savedViews().map(({ name }) => name)).toEqual(['z']);
});

it('leaves the page out of an address', async () => {
  const { viewAddress } = await import('./saved-views');
  expect(viewAddress('?level=high&page=3')).toBe('/?level=high');
  expect(viewAddress('?page=3')).toBe('/');
});
