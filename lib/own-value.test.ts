import { expect, it } from 'vitest';
import { ownValue, setOwnValue } from './own-value';

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
  'treats %s as a key like any other',
  (key) => {
    const record: Record<string, unknown> = {};
    expect(ownValue(record, key)).toBeUndefined();
    setOwnValue(record, key, 'mine');
    expect(ownValue(record, key)).toBe('mine');
    expect(Object.keys(record)).toEqual([key]);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  },
);
