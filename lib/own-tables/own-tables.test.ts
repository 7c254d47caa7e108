import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countTables,
  isTableName,
  type OwnTables,
  parseOwnTables,
  printOwnTables,
  printOwnTablesOrAll,
} from './own-tables';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/).filter(isTableName);
const names = fc.uniqueArray(name, { maxLength: 20 });

it('prints tables so that they can be read back', () => {
  fc.assert(
    fc.property(names, names, (sentinel, defender) => {
      const own = { sentinel, defender };
      const empty = sentinel.length + defender.length === 0;
      expect(parseOwnTables(printOwnTables(own))).toEqual(empty ? null : own);
    }),
  );
});

it('writes tables that both have once', () => {
  const both: OwnTables = { sentinel: ['Event'], defender: ['Event'] };
  expect(printOwnTables(both)).toBe('Event');
  expect(printOwnTables({ ...both, defender: [] })).toBe('Event-');
  expect(printOwnTables({ ...both, sentinel: [] })).toBe('-Event');
  expect(countTables(both)).toBe(1);
});

it('leaves out what cannot be a table', () => {
  expect(parseOwnTables('SecurityEvent._Im_Dns.all..a;b.a b.%ff.9a-<script>')).toEqual({
    sentinel: ['SecurityEvent', '_Im_Dns'],
    defender: [],
  });
  expect(parseOwnTables('all')).toBeNull();
  expect(parseOwnTables('')).toBeNull();
  expect(printOwnTables(null)).toBe('');
  expect(printOwnTablesOrAll(null)).toBe('all');
});

it('prints as many names as a cookie holds', () => {
  const many = Array.from({ length: 500 }, (_, index) => `T${index}`.padEnd(60, 'x'));
  const text = printOwnTables({ sentinel: many, defender: many.slice(1) });
  expect(text.length).toBeLessThanOrEqual(3801);
  expect(parseOwnTables(text)?.sentinel.length).toBeGreaterThan(50);
});
