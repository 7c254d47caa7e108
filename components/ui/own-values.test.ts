import { afterEach, expect, it, vi } from 'vitest';
import { keepOwnText, ownText, withOwnValues } from './own-values';

const QUERY = 'let your_A = dynamic(["example-A"]);\nSigninLogs';

afterEach(() => {
  keepOwnText('A', '');
  vi.unstubAllGlobals();
});

function stubStorage(): Map<string, string> {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => stored.set(key, text),
    removeItem: (key: string) => stored.delete(key),
  });
  return stored;
}

it('keeps values under the name of their placeholder and puts them into queries', () => {
  const stored = stubStorage();
  keepOwnText('A', 'root\n"x"\n');
  expect([...stored]).toEqual([['values of %A%', 'root\n"x"\n']]);
  expect(withOwnValues(QUERY)).toBe('let your_A = dynamic(["root", "\\"x\\""]);\nSigninLogs');
  keepOwnText('A', '');
  expect(stored.size).toBe(0);
  expect(withOwnValues(QUERY)).toBe(QUERY);
});

it('keeps values for the page if the browser stores nothing, and warns', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const refuse = () => {
    throw new Error('blocked');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(ownText('B')).toBe('');
  keepOwnText('A', 'root');
  expect(withOwnValues(QUERY)).toContain('dynamic(["root"])');
  expect(warn).toHaveBeenCalledTimes(2);
});
