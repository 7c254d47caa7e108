import { fold, hasTerm } from '../string-tests';
import { toText, type Value } from '../values';
import { type FunctionTable, ofTexts, plain } from './function-kinds';

export const STRING_FUNCTIONS: FunctionTable = {
  tolower: ofTexts(([text = '']) => text.toLowerCase()),
  toupper: ofTexts(([text = '']) => text.toUpperCase()),
  strlen: ofTexts(([text = '']) => [...text].length),
  string_size: ofTexts(([text = '']) => Buffer.byteLength(text)),
  strcat: ofTexts((texts) => texts.join('')),
  strcat_delim: ofTexts(([delimiter = '', ...texts]) => texts.join(delimiter)),
  strcmp: ofTexts(([a = '', b = '']) => (a === b ? 0 : a < b ? -1 : 1)),
  strrep: plain(([text, times, delimiter], [type = 'string']) =>
    new Array<string>(Math.min(1024, number(times)))
      .fill(toText(text, type))
      .join(String(delimiter ?? '')),
  ),
  reverse: ofTexts(([text = '']) => [...text].reverse().join('')),
  substring: plain(([text, start, length]) =>
    substring(String(text ?? ''), number(start), length === undefined ? undefined : number(length)),
  ),
  split: plain(([text, delimiter, index]) =>
    split(String(text ?? ''), String(delimiter ?? ''), index),
  ),
  indexof: plain(([text, needle, start, length, occurrence]) => {
    const hay = String(text ?? '');
    const from = start === undefined || start === null ? 0 : number(start);
    const begin = from < 0 ? Math.max(0, hay.length + from) : from;
    const span = length === undefined || length === null ? -1 : number(length);
    const wanted = String(needle ?? '');
    let at = -1;
    let next = begin;
    // The length counts again from where the search continues after each occurrence.
    for (let left = Math.max(1, number(occurrence ?? 1)); left > 0; left--) {
      at = hay.indexOf(wanted, next);
      if (at === -1 || (span >= 0 && at + wanted.length > next + span)) return -1;
      next = at + 1;
    }
    return at;
  }),
  replace_string: ofTexts(([text = '', from = '', to = '']) =>
    from === '' ? text : text.replaceAll(from, () => to),
  ),
  replace_strings: plain(([text, from, to]) => {
    const list = Array.isArray(from) ? from.map(String) : [];
    const replacements = Array.isArray(to) ? to.map(String) : [];
    return list.reduce(
      (out, needle, at) =>
        needle === '' ? out : out.replaceAll(needle, () => replacements[at] ?? ''),
      String(text ?? ''),
    );
  }),
  has_any_index: plain(([text, list], [type = 'string']) => {
    const hay = fold(toText(text, type));
    const needles = Array.isArray(list) ? list : [];
    return needles.findIndex((needle) => hasTerm(hay, fold(String(needle)), true, true));
  }),
  isascii: ofTexts(([text = '']) => /^\p{ASCII}*$/u.test(text)),
  isutf8: ofTexts(([text = '']) => !/\p{Surrogate}/u.test(text)),
  make_string: plain((values) =>
    values
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .reduce<string>((text, code) => text + String.fromCodePoint(Number(code)), ''),
  ),
  unicode_codepoints_from_string: ofTexts(([text = '']) =>
    [...text].map((char) => char.codePointAt(0)),
  ),
};

function number(value: Value): number {
  return Number(value ?? 0);
}

function split(text: string, delimiter: string, index: Value): Value {
  const parts = delimiter === '' ? [...text] : text.split(delimiter);
  if (index === undefined || index === null) return parts;
  const part = parts[Number(index)];
  return part === undefined ? [] : [part];
}

/** Offsets count UTF-16 units; a negative start counts from the end. */
function substring(text: string, start: number, length: number | undefined): string {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  return length === undefined ? text.slice(from) : text.slice(from, from + Math.max(0, length));
}
