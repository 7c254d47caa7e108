import { describe, expect, it } from 'vitest';
import { problemKindOf } from './problem';

/** An error of Prisma's adapter, which keeps SQLite's code in its cause. */
function adapterError(code: string, message: string): Error {
  return new Error(message, {
    cause: { kind: 'sqlite', originalCode: code, originalMessage: message },
  });
}

describe('what an error says about the catalog', () => {
  it.each([
    ['SQLITE_FULL', 'database or disk is full', 'full'],
    // The index of the log is made when the catalog is opened, before anything is written.
    ['SQLITE_IOERR_SHMSIZE', 'disk I/O error', 'full'],
    ['SQLITE_IOERR_READ', 'disk I/O error', 'unreadable'],
    ['SQLITE_READONLY', 'attempt to write a readonly database', 'readonly'],
    ['SQLITE_CORRUPT', 'database disk image is malformed', 'damaged'],
  ])('is of %s “%s”: %s', (code, message, kind) => {
    expect(problemKindOf(adapterError(code, message))).toBe(kind);
  });

  it('is nothing of an error of another kind', () => {
    expect(problemKindOf(new Error('something else'))).toBeNull();
  });
});
