import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTables } from './read-tables';

const folder = mkdtempSync(path.join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = path.join(folder, 'tables.txt');
  writeFileSync(file, text);
  return [...readTables(file)];
}

describe('readTables', () => {
  it('reads one name a line, without comments and empty lines', () => {
    expect(read('# mine\nEvent\r\n\n  _Im_Dns # ASIM\nEvent\n')).toEqual(['Event', '_Im_Dns']);
  });

  it.each([
    ['Event, Syslog', 'tables.txt:1 is not the name of a table'],
    ['# nothing\n', 'names no table'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
