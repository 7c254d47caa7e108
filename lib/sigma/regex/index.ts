import { parseRegex, RegexError } from './parse-regex';
import { compileProgram } from './program';
import { createSearch, type TextSearch } from './run-program';

/** What is wrong with a regular expression; null if Sigma allows it. */
export function checkRegex(source: string, flags: string): RegexError | null {
  try {
    compileProgram(parseRegex(source, flags));
    return null;
  } catch (error) {
    if (error instanceof RegexError) return error;
    throw error;
  }
}

/** Whether the expression is found anywhere in a text; finds nothing where `checkRegex` objects. */
export function compileRegex(source: string, flags: string): TextSearch {
  if (checkRegex(source, flags)) return () => false;
  return createSearch(compileProgram(parseRegex(source, flags)));
}
