import { compileRegex, type Regex } from '../regex/compile-regex';
import { UnsupportedError } from '../syntax';
import { toText, type Value } from '../values';
import { convertTo } from './convert-to';
import { type FunctionTable, ofTexts } from './function-kinds';

export const REGEX_FUNCTIONS: FunctionTable = {
  trim: ofTexts(([pattern = '', text = '']) => trimmed(pattern, text, true, true)),
  trim_start: ofTexts(([pattern = '', text = '']) => trimmed(pattern, text, true, false)),
  trim_end: ofTexts(([pattern = '', text = '']) => trimmed(pattern, text, false, true)),
  countof: ofTexts(([text = '', needle = '', kind = 'normal']) =>
    kind === 'regex'
      ? ((extractAll(compileRegex(needle), [0], text) as Value[] | null)?.length ?? 0)
      : countOf(text, needle),
  ),
  replace_regex: ofTexts(([text = '', pattern = '', replacement = '']) =>
    replaceRegex(compileRegex(pattern), text, replacement),
  ),
  replace: ofTexts(([pattern = '', replacement = '', text = '']) =>
    replaceRegex(compileRegex(pattern), text, replacement),
  ),
  extract: ({ args, node }) => {
    const [pattern, group, source] = args;
    if (!pattern?.constant || !source)
      throw new UnsupportedError('extract() needs a constant expression and a source', node);
    const regex = compileRegex(String(pattern.constant.value));
    const target = args[3]?.constant ? String(args[3].constant.value) : 'string';
    return (row, at, rows) => {
      const text = toText(source.get(row, at, rows), source.type);
      const found = regex.group(text, Number(group?.get(row, at, rows) ?? 0));
      if (found === null) return target === 'string' ? '' : null;
      return convertTo(target, found);
    };
  },
  extract_all: ({ args, node }) => {
    const [pattern] = args;
    const source = args[args.length - 1];
    if (!pattern?.constant || !source)
      throw new UnsupportedError('extract_all() needs a constant expression and a source', node);
    const regex = compileRegex(String(pattern.constant.value));
    const chosen = args.length === 3 ? args[1] : undefined;
    return (row, at, rows) => {
      const wanted = chosen?.get(row, at, rows);
      const groups = Array.isArray(wanted)
        ? wanted.map((group) =>
            typeof group === 'string' ? regex.names.indexOf(group) : Number(group),
          )
        : Array.from({ length: Math.max(1, regex.captures) }, (_, group) =>
            regex.captures === 0 ? 0 : group + 1,
          );
      return extractAll(regex, groups, toText(source.get(row, at, rows), source.type));
    };
  },
};

/** The groups of each match as texts: an array per match, or a single text if there is one group. */
function extractAll(regex: Regex, groups: readonly number[], text: string): Value {
  const all: Value[] = [];
  for (let from = 0; from <= text.length; ) {
    const found = regex.exec(text, from);
    if (!found) break;
    const texts = groups.map((group) => {
      const start = found[2 * group] ?? -1;
      return start === -1 ? '' : text.slice(start, found[2 * group + 1]);
    });
    all.push(texts.length === 1 ? texts[0] : texts);
    const end = found[1] ?? 0;
    from = end === found[0] ? end + 1 : end;
  }
  return all.length === 0 ? null : all;
}

/** `\1` in the replacement is the first group, `\0` the whole match. */
function replaceRegex(regex: Regex, text: string, replacement: string): string {
  let out = '';
  let from = 0;
  for (let at = 0; at <= text.length; ) {
    const found = regex.exec(text, at);
    if (!found) break;
    const start = found[0] ?? 0;
    const end = found[1] ?? 0;
    out += text.slice(from, start);
    out += replacement.replace(/\\(\d)/g, (_, digit: string) => {
      const group = Number(digit);
      const open = found[2 * group] ?? -1;
      return open === -1 ? '' : text.slice(open, found[2 * group + 1]);
    });
    from = end;
    at = end === start ? end + 1 : end;
  }
  return out + text.slice(from);
}

/** `trim(regex, text)`: removes matches at both ends. */
function trimmed(pattern: string, text: string, atStart: boolean, atEnd: boolean): string {
  let out = text;
  if (atStart) {
    const found = compileRegex(`^(?:${pattern})`).exec(out);
    if (found) out = out.slice(found[1] ?? 0);
  }
  if (atEnd) {
    const found = compileRegex(`(?:${pattern})$`).exec(out);
    if (found) out = out.slice(0, found[0] ?? out.length);
  }
  return out;
}

function countOf(text: string, needle: string): number {
  if (needle === '') return 0;
  let count = 0;
  // Occurrences may overlap: https://learn.microsoft.com/kusto/query/countof-function
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) count++;
  return count;
}
