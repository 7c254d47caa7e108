import { expect, it, vi } from 'vitest';
import { stubStorage } from '@/components/ui/storage-fixture';

const stored = stubStorage();

it('keeps marks in their order, each once, and nothing if there is none', async () => {
  const { keepSelection, markRules } = await import('./stored-selection');
  markRules(['b'], true);
  markRules(['a'], true);
  markRules(['b'], true);
  expect(stored.get('selected rules')).toBe('["a","b"]');
  keepSelection(['c', 'c']);
  expect(stored.get('selected rules')).toBe('["c"]');
  markRules(['c'], false);
  expect(stored.size).toBe(0);
});

it('adds to what was stored before, and takes no text that is not a selection', async () => {
  stored.set('selected rules', '["a",1,"b"]');
  const { markRules } = await import('./stored-selection');
  markRules(['c'], true);
  expect(stored.get('selected rules')).toBe('["a","b","c"]');

  vi.resetModules();
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  stored.set('selected rules', '["a');
  const broken = await import('./stored-selection');
  broken.markRules(['c'], true);
  expect(stored.get('selected rules')).toBe('["c"]');
  expect(warn).toHaveBeenCalledTimes(1);
});
