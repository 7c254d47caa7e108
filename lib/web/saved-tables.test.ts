import { expect, it } from 'vitest';
import { readSavedTables, savedTablesCookie } from './saved-tables';

const own = { sentinel: ['SecurityEvent', '_Im_Dns'], defender: ['DeviceInfo'] };

it('keeps the tables in a cookie, and whether they are on', () => {
  for (const on of [true, false]) {
    const cookie = savedTablesCookie({ own, on }, '');
    expect(readSavedTables(/^tables=([^;]*);/.exec(cookie)?.[1])).toEqual({ own, on });
  }
  expect(savedTablesCookie({ own, on: true }, '; Secure')).toBe(
    'tables=SecurityEvent._Im_Dns-DeviceInfo; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly; Secure',
  );
});

it('forgets them with the cookie', () => {
  expect(savedTablesCookie(null, '')).toMatch(/^tables=; Path=\/; Max-Age=0;/);
  expect(readSavedTables(undefined)).toBeNull();
  expect(readSavedTables('')).toBeNull();
});

it('reads the cookie of an older version, and leaves out what is no table', () => {
  expect(readSavedTables('SecurityEvent.Event')).toEqual({
    own: { sentinel: ['SecurityEvent', 'Event'], defender: ['SecurityEvent', 'Event'] },
    on: true,
  });
  expect(readSavedTables('%ff.a;b.<script>')).toBeNull();
});
