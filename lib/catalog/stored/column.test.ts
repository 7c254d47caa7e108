import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { column, readOr, StoredValueError } from './column';
import { diagnostics } from './schemas';

const numbers = column<readonly number[]>()('Table.numbers', z.array(z.number()));

afterEach(() => vi.restoreAllMocks());

describe('a JSON column', () => {
  it('returns what was written', () => {
    expect(numbers.read(numbers.write([1, 2]), 7)).toEqual([1, 2]);
  });

  it.each([
    ['is not JSON', '[1,', /^Table\.numbers of 7 cannot be read: .*JSON/],
    ['has another shape', '[1, "one"]', /^Table\.numbers of 7 cannot be read: .*number.* at 1$/],
  ])('names table, column and row where a value %s', (_what, text, message) => {
    expect(() => numbers.read(text, 7)).toThrow(StoredValueError);
    expect(() => numbers.read(text, 7)).toThrow(message);
  });

  it('reads a diagnostic with a code that this version does not have', () => {
    const stored = [{ severity: 'info', code: 'translate/of-old', message: 'm' }];
    expect(diagnostics.parse(stored)).toEqual(stored);
  });
});

describe('readOr', () => {
  it('logs a value that cannot be read, and goes on with the other', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(readOr([0], () => numbers.read('{}', 7))).toEqual([0]);
    expect(log).toHaveBeenCalledWith(expect.stringContaining('Table.numbers of 7'));
  });

  it('throws every other error', () => {
    const fail = () => {
      throw new TypeError('a defect');
    };
    expect(() => readOr([0], fail)).toThrow(TypeError);
  });
});
