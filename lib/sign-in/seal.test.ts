import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.mjs';

const key = randomBytes(32);

describe('seal', () => {
  it('gives back what it was given, and looks different each time', () => {
    const value = { name: 'Ada “Löwe”', at: 1 };
    const text = seal(key, 'session', value);
    expect(text).toMatch(/^[\w-]+$/);
    expect(seal(key, 'session', value)).not.toBe(text);
    expect(unseal(key, 'session', text)).toEqual(value);
  });

  it('opens with no other key, for no other purpose, and not after any change', () => {
    const text = seal(key, 'session', { name: 'ada' });
    expect(unseal(randomBytes(32), 'session', text)).toBeNull();
    expect(unseal(key, 'signing in', text)).toBeNull();
    const bytes = Buffer.from(text, 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(key, 'session', changed.toString('base64url'))).toBeNull();
    }
    for (const other of ['', 'x', 'a'.repeat(36), text.slice(0, -4), `${text}AAAA`]) {
      expect(unseal(key, 'session', other)).toBeNull();
    }
  });
});
