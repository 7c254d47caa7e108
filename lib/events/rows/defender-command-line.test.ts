import { describe, expect, it } from 'vitest';
import { defenderCommandLine, programOf } from './defender-command-line';

describe('a command line that Defender records', () => {
  it.each([
    ['"C:\\Windows\\System32\\cmd.exe" /c a', '"cmd.exe" /c a'],
    ['C:\\Windows\\System32\\cmd.exe /c C:\\a.exe', 'cmd.exe /c C:\\a.exe'],
    ['\\??\\C:\\Windows\\System32\\cmd.exe /c', 'cmd.exe /c'],
    ['C:\\Windows\\System32\\cmd /c', 'cmd /c'],
    ['CMD  /c', 'CMD  /c'],
  ])('has the bare name of the program: %s', (commandLine, recorded) => {
    expect(defenderCommandLine(commandLine, 'C:\\Windows\\System32\\cmd.exe')).toBe(recorded);
  });

  it('finds a program without quotes in a folder with blanks', () => {
    const image = 'C:\\Program Files\\A\\a.exe';
    expect(defenderCommandLine(`${image} -b`, image)).toBe('a.exe -b');
  });

  it('keeps a first word that is not the program', () => {
    expect(defenderCommandLine('/opt/b -c', 'C:\\a.exe')).toBe('/opt/b -c');
  });
});

describe('the program of a command line', () => {
  it.each([
    ['"C:\\A b\\c.exe" -d', 'C:\\A b\\c.exe'],
    ['C:\\A b\\c.exe -d', 'C:\\A b\\c.exe'],
    ['\\SystemRoot\\a.sys', '\\SystemRoot\\a.sys'],
    ['%COMSPEC% /c a', '%COMSPEC%'],
    ['', ''],
  ])('of %s is %s', (commandLine, program) => {
    expect(programOf(commandLine)).toBe(program);
  });
});
