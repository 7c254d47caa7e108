import { ANY, ONE, type Pattern, type Test } from '@/lib/sigma';

/** A path that ends in a program, perhaps after a quote, with nothing before it that starts an argument. */
const PROGRAM =
  /^(?![-\s])"?(?:[a-z?]?:)?(?:[^\\"'<>|=:*/]*\\)+[^\\"'<>|=:*/]*\.(?:exe|com|scr|pif)(?![\w.\\])/i;

const FOLDERS = [
  'Windows',
  'System32',
  'SysWOW64',
  'Sysnative',
  'WinSxS',
  'Program Files(?: \\(x86\\))?',
  'ProgramData',
  'PerfLogs',
  'inetpub',
  '\\$Recycle\\.bin',
  'RECYCLERS?(?:\\.BIN)?',
  'Users',
  'Public',
  'AppData',
  'Local',
  'LocalLow',
  'Roaming',
  'Te?mp',
  'Temporary Internet(?: Files)?',
  'Desktop',
  'Documents',
  'Downloads',
  'Favou?rites',
  'Contacts',
  'Music',
  'Pictures',
  'Videos',
];

/** A folder, or a part of its path, that programs are often started from. A registry key is none. */
const FOLDER = new RegExp(
  `^(?:[a-z?]?:)?\\\\?(?:${FOLDERS.join('|')})(?!\\w)(?!\\\\(?:CurrentVersion|Windows Defender))(?:\\\\[^\\\\"'<>|=:*?/.]+)*\\\\?$`,
  'i',
);

/** A way up in a path, which FolderPath never has. */
const UP = /\\\.\.\\/;

/** What a full path begins with: a drive, or a backslash. */
const ROOT = /^"?(?:[a-z?]:)?\\/i;

/**
 * Whether a test of a command line may look at the path of the program that it starts: `C:\…\x.exe /a` at the
 * start, `\x.exe` or `\Temp\` anywhere. A path that can only be an argument, such as one after a blank, is none.
 */
export function namesProgramPath(test: Test): boolean {
  switch (test.kind) {
    case 'pattern': {
      const start = startOf(test.pattern);
      return (
        [PROGRAM, FOLDER, UP].some((form) => form.test(start)) ||
        (test.pattern[0] !== ANY && ROOT.test(start))
      );
    }
    case 'regex':
      return regexNamesPath(test.source);
    default:
      return false;
  }
}

/** The pattern up to the first wildcard of any length, not counting one at its start. */
function startOf(pattern: Pattern): string {
  const inner = pattern[0] === ANY ? pattern.slice(1) : pattern;
  const end = inner.indexOf(ANY);
  return (end === -1 ? inner : inner.slice(0, end))
    .map((part) => (part === ONE ? '?' : String(part)))
    .join('');
}

/** A backslash outside character classes is part of a path, unless a blank comes first. */
function regexNamesPath(source: string): boolean {
  return !source.startsWith('\\s') && source.replace(/\[[^\]]*\]/g, '').includes('\\\\');
}
