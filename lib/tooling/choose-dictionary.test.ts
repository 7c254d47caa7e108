import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { chooseDictionary } from './choose-dictionary';

const sample = (at: number) => {
  const own = createHash('sha512').update(String(at)).digest('hex').repeat(3);
  return `{"own":"${own}","table":"DeviceProcessEvents","filter":"ActionType == ProcessCreated"}`;
};
const samples = Array.from({ length: 40 }, (_, at) => sample(at));

it('holds what samples have in common, and not what only one has', () => {
  const dictionary = chooseDictionary(samples, 1000);
  expect(dictionary).toContain('"table":"DeviceProcessEvents"');
  expect(dictionary).toContain('ActionType == ProcessCreated');
  expect(dictionary).not.toMatch(/[0-9a-f]{20}/);
});

it('makes texts like the samples smaller', () => {
  const dictionary = Buffer.from(chooseDictionary(samples, 1000));
  const other = sample(77);
  const packed = deflateSync(other, { dictionary }).length;
  expect(packed).toBeLessThan(deflateSync(other).length - 40);
});

it('is not longer than asked for, by more than a piece, and empty without a sample', () => {
  const long = Array.from(
    { length: 50 },
    (_, at) => `${at} ${'abcdefghij'.repeat(9)}${sample(at % 9)}`,
  );
  expect(chooseDictionary(long, 100).length).toBeLessThan(100 + 256);
  expect(chooseDictionary([], 100)).toBe('');
});
