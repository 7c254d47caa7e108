import { createHash } from 'node:crypto';
import { type FunctionTable, ofTexts, plain } from './function-kinds';
import { compileRegex, type Regex } from './regex';
import { UnsupportedError } from './syntax';
import { fold, hasTerm } from './text';
import type { Value, ValueType } from './values';
import {
  parseJson,
  toBool,
  toDatetime,
  toDynamic,
  toLong,
  toNumber,
  toText,
  toTimespan,
} from './values';

function number(value: Value): number {
  return Number(value ?? 0);
}

/** A conversion by the type of what is converted. */
const by = (convert: (value: Value, type: ValueType) => Value) =>
  plain(([value = null], [type = 'null']) => convert(value, type));

/** The groups' texts of each match; one text a match where there is one group. */
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

/** `trim(regex, text)`: what matches at the ends goes. */
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

function countOf(text: string, needle: string): number {
  if (needle === '') return 0;
  let count = 0;
  // Occurrences may overlap: https://learn.microsoft.com/kusto/query/countof-function
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) count++;
  return count;
}

/** https://learn.microsoft.com/kusto/query/parse-path-function */
function parsePath(path: string): Value {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(path)?.[1] ?? '';
  const local = scheme ? path.slice(scheme.length + 3) : path;
  const root = /^[A-Za-z]:/.exec(local)?.[0] ?? '';
  const stream = /:([^\\:/]+)$/.exec(local.slice(root.length))?.[1] ?? '';
  const bare = stream ? local.slice(0, local.length - stream.length - 1) : local;
  const cut = Math.max(bare.lastIndexOf('\\'), bare.lastIndexOf('/'));
  const file = bare.slice(cut + 1);
  const directory = cut === -1 ? '' : bare.slice(0, cut);
  const dot = file.lastIndexOf('.');
  return {
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.split(/[\\/]/).pop() ?? '',
    Filename: file,
    Extension: dot === -1 ? '' : file.slice(dot + 1),
    AlternateDataStreamName: stream,
  };
}

function parseUrl(url: string): Value {
  const found =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/)?)?(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^:/?#]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(
      url,
    );
  const [, scheme, user, password, host, port, path, query, fragment] = found ?? [];
  const parameters = Object.fromEntries(
    (query ?? '')
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=');
        return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
  );
  return {
    Scheme: scheme ?? '',
    Host: host ?? '',
    Port: port ?? '',
    Path: path ?? '',
    Username: user ?? '',
    Password: password ?? '',
    'Query Parameters': parameters,
    Fragment: fragment ?? '',
  };
}

function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return '';
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.includes('\ufffd') ? '' : decoded;
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const digest = (algorithm: string) =>
  ofTexts((text) => createHash(algorithm).update(text, 'utf8').digest('hex'));

export const STRING_FUNCTIONS: FunctionTable = {
  tostring: by(toText),
  tolower: ofTexts((text) => text.toLowerCase()),
  toupper: ofTexts((text) => text.toUpperCase()),
  strlen: ofTexts((text) => [...text].length),
  string_size: ofTexts((text) => Buffer.byteLength(text)),
  strcat: ofTexts((...texts) => texts.join('')),
  strcat_delim: ofTexts((delimiter = '', ...texts) => texts.join(delimiter)),
  strcmp: ofTexts((a = '', b = '') => (a === b ? 0 : a < b ? -1 : 1)),
  strrep: plain(([text, times, delimiter], [type = 'string']) =>
    new Array<string>(Math.min(1024, number(times)))
      .fill(toText(text, type))
      .join(String(delimiter ?? '')),
  ),
  reverse: ofTexts((text) => [...text].reverse().join('')),
  substring: plain(([text, start, length]) =>
    substring(String(text ?? ''), number(start), length === undefined ? undefined : number(length)),
  ),
  split: plain(([text, delimiter, index]) =>
    split(String(text ?? ''), String(delimiter ?? ''), index),
  ),
  trim: ofTexts((pattern, text) => trimmed(pattern ?? '', text ?? '', true, true)),
  trim_start: ofTexts((pattern, text) => trimmed(pattern ?? '', text ?? '', true, false)),
  trim_end: ofTexts((pattern, text) => trimmed(pattern ?? '', text ?? '', false, true)),
  indexof: plain(([text, needle, start, length, occurrence]) => {
    const hay = String(text ?? '');
    const from = start === undefined || start === null ? 0 : number(start);
    const begin = from < 0 ? Math.max(0, hay.length + from) : from;
    const span = length === undefined || length === null ? -1 : number(length);
    const wanted = String(needle ?? '');
    let at = -1;
    let next = begin;
    // The length counts anew from where the search goes on after each occurrence.
    for (let left = Math.max(1, number(occurrence ?? 1)); left > 0; left--) {
      at = hay.indexOf(wanted, next);
      if (at === -1 || (span >= 0 && at + wanted.length > next + span)) return -1;
      next = at + 1;
    }
    return at;
  }),
  countof: ofTexts((text = '', needle = '', kind = 'normal') =>
    kind === 'regex'
      ? ((extractAll(compileRegex(needle), [0], text) as Value[] | null)?.length ?? 0)
      : countOf(text, needle),
  ),
  replace_string: ofTexts((text = '', from = '', to = '') =>
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
  replace_regex: ofTexts((text = '', pattern = '', replacement = '') =>
    replaceRegex(compileRegex(pattern), text, replacement),
  ),
  replace: ofTexts((pattern = '', replacement = '', text = '') =>
    replaceRegex(compileRegex(pattern), text, replacement),
  ),
  extract: ({ args, node }) => {
    const [pattern, group, source] = args;
    if (!pattern?.constant || !source) throw new UnsupportedError('extract() of what?', node);
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
    if (!pattern?.constant || !source) throw new UnsupportedError('extract_all() of what?', node);
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
  has_any_index: plain(([text, list], [type = 'string']) => {
    const hay = fold(toText(text, type));
    const needles = Array.isArray(list) ? list : [];
    return needles.findIndex((needle) => hasTerm(hay, fold(String(needle)), true, true));
  }),
  isascii: ofTexts((text) => /^\p{ASCII}*$/u.test(text)),
  isutf8: ofTexts(() => true),
  parse_path: ofTexts(parsePath),
  parse_url: ofTexts(parseUrl),
  parse_command_line: ofTexts((text = '') => parseCommandLine(text)),
  url_decode: ofTexts(decodeUrl),
  url_encode: ofTexts((text) => encodeURIComponent(text)),
  base64_decode_tostring: ofTexts(decodeBase64),
  base64_decodestring: ofTexts(decodeBase64),
  base64_encode_tostring: ofTexts((text) => Buffer.from(text, 'utf8').toString('base64')),
  hash_md5: digest('md5'),
  hash_sha1: digest('sha1'),
  hash_sha256: digest('sha256'),
  make_string: plain((values) =>
    values
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .reduce<string>((text, code) => text + String.fromCodePoint(Number(code)), ''),
  ),
  unicode_codepoints_from_string: ofTexts((text) => [...text].map((char) => char.codePointAt(0))),
  toint: by(toLong),
  tolong: by(toLong),
  todouble: by(toNumber),
  toreal: by(toNumber),
  todecimal: by(toNumber),
  tobool: by(toBool),
  toboolean: by(toBool),
  todatetime: by(toDatetime),
  totimespan: by(toTimespan),
  toguid: ofTexts((text) => (/^\{?[0-9a-f-]{32,36}\}?$/i.test(text) ? text.toLowerCase() : null)),
  todynamic: by((value, type) =>
    typeof value === 'string' && type !== 'guid' ? parseJson(value) : toDynamic(value, type),
  ),
  toobject: by((value) => (typeof value === 'string' ? parseJson(value) : value)),
  parse_json: by((value, type) =>
    type === 'string' ? parseJson(String(value)) : toDynamic(value, type),
  ),
};

function convertTo(type: string, text: string): Value {
  switch (type) {
    case 'int':
    case 'long':
      return toLong(text, 'string');
    case 'real':
    case 'double':
      return toNumber(text, 'string');
    case 'bool':
      return toBool(text);
    case 'datetime':
      return toDatetime(text, 'string');
    default:
      return text;
  }
}

/** Windows' rules: quotes group, a backslash before a quote escapes it. */
function parseCommandLine(text: string): Value {
  if (text.trim() === '') return null;
  const found = text.match(/(?:[^\s"\\]|\\+"?|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  return found.map((part) => part.replace(/\\"|"/g, (quote) => (quote === '"' ? '' : '"')));
}
