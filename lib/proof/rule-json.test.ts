import { expect, it } from 'vitest';
import { parsePattern } from '@/lib/sigma';
import { fromJson, toJson } from './rule-json';

it('carries wildcards and maps through JSON', () => {
  const value = { pattern: parsePattern('a*b?c'), map: new Map([['x', { y: 1 }]]) };
  expect(fromJson(toJson(value))).toEqual(value);
});
