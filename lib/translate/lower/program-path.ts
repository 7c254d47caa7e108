import { ANY, ONE, type Pattern, type Test } from '@/lib/sigma';

/** A path that ends in a program, perhaps after a quote, with nothing before it that starts an argument. */
const PROGRAM =
  /^(?![-\s])"?(?:[a-z?]?:)?(?:[^\\"'<>|=:*/]*\\)+[^\\"'<>|=:*/]*\.(?:exe|com|scr|pif)(?![\w.\\])/i;

/** A way up in a path, which FolderPath never has. */
const UP = /\\\.\.\\/;

/** What a full path begins with: a drive, or a backslash. */
const ROOT = /^"?(?:[a-z?]:)?\\/i;

/**
 * Whether a test of a command line may look at the path of the program that it starts: `C:\…\x.exe /a` at the
 * start, or `\x.exe` anywhere. A path that can only be an argument, such as one after a blank, is none.
 */
export function namesProgramPath(test: Test): boolean {
  switch (test.kind) {
    case 'pattern': {
      const start = startOf(test.pattern);
      return PROGRAM.test(start) || UP.test(start) || (test.pattern[0] !== ANY && ROOT.test(start));
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
