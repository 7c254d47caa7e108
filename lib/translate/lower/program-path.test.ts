import { describe, expect, it } from 'vitest';
import { ANY, ONE, type Test } from '@/lib/sigma';
import { namesProgramPath } from './program-path';

const pattern = (...parts: (string | typeof ANY | typeof ONE)[]): Test =>
  ({ kind: 'pattern', pattern: parts, cased: false }) as Test;

describe('a test of a command line', () => {
  it.each([
    ['the whole of it', pattern('C:\\Windows\\System32\\a.exe -b')],
    ['its start', pattern('"C:\\$WinREAgent\\', ANY)],
    ['its end', pattern(ANY, '\\a.exe')],
    ['a program and an argument', pattern(ANY, '\\a.exe" /b "C:\\c', ANY)],
    ['a program on any drive', pattern(ANY, ONE, ':\\Tools\\a.exe', ANY)],
    ['a part of a folder', pattern(ANY, 'Temp\\a.exe /b', ANY)],
    ['a folder', pattern(ANY, '\\AppData\\Local\\Temp\\', ANY)],
    ['a folder on any drive', pattern(ANY, ONE, ':\\Users\\Public\\', ANY)],
    ['the start of a folder', pattern(ANY, ':\\Program Files (x86)\\A', ANY)],
    ['a way up', pattern(ANY, '\\..\\..\\', ANY)],
  ])('names the path of a program: %s', (_, test) => {
    expect(namesProgramPath(test)).toBe(true);
  });

  it.each([
    ['a name without a folder', pattern(ANY, 'a.exe', ANY)],
    ['a path after a blank', pattern(ANY, ' C:\\Tools\\a.exe', ANY)],
    ['a path after an option', pattern(ANY, '-path C:\\a.exe', ANY)],
    ['a path after a command', pattern(ANY, 'del C:\\a.exe', ANY)],
    ['a file in a folder', pattern(ANY, '\\Windows\\Temp\\a.dll', ANY)],
    ['a library', pattern(ANY, '\\a.dll', ANY)],
    ['a registry key', pattern(ANY, '\\CurrentVersion\\Run', ANY)],
    ['a key with the name of a folder', pattern(ANY, '\\Windows\\CurrentVersion\\Run', ANY)],
    ['a path after any text', pattern('a', ANY, '\\b.exe')],
  ])('names an argument: %s', (_, test) => {
    expect(namesProgramPath(test)).toBe(false);
  });

  it('is read for backslashes if it is a regular expression', () => {
    const regex = (source: string): Test => ({ kind: 'regex', source, flags: '' }) as Test;
    expect(namesProgramPath(regex('\\\\AppData\\\\[^\\\\]{1,9}$'))).toBe(true);
    expect(namesProgramPath(regex(':[^ \\\\]'))).toBe(false);
    expect(namesProgramPath(regex('\\sC:\\\\Windows'))).toBe(false);
  });
});
