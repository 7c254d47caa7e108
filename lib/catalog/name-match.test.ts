import { expect, it } from 'vitest';
import { nameMatch } from './name-match';

const match = (name: string, query: string) => nameMatch(name, query.split(' '));

it('tells whole words from beginnings, and beginnings from what is inside a word', () => {
  const name = 'Remote Access Tool - ScreenConnect Temporary File';
  expect(match(name, 'screenconnect file')).toBe(3);
  expect(match(name, 'screenc temp file')).toBe(2);
  expect(match(name, 'connect temporary')).toBe(1);
  expect(match(name, 'screenconnect installation')).toBe(0);
  expect(match('PowerShell', 'powershell')).toBe(4);
});

it('looks at every place of a word', () => {
  expect(match('Redump of a Dump', 'dump')).toBe(3);
  expect(match('Redump of Dumps', 'dump')).toBe(2);
  expect(nameMatch('Dump', [])).toBe(0);
});
