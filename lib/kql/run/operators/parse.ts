import { microsoft } from '../../microsoft';
import { textGetter } from '../comparison/strings';
import type { Cells, Column, Environment, Pipeline } from '../environment';
import { compileRegex, type Regex } from '../regex/compile-regex';
import {
  child,
  classOf,
  items,
  type Node,
  nameOf,
  optional,
  parameters,
  textOf,
  UnsupportedError,
} from '../syntax';
import { readCell, type Value, type ValueType } from '../values';

interface Capture {
  readonly name: string;
  readonly type: ValueType;
}

interface Pattern {
  readonly regex: Regex;
  readonly captures: readonly Capture[];
}

const TYPED: Partial<Record<ValueType, string>> = {
  int: '-?\\d+',
  long: '-?\\d+',
  real: '-?\\d+(?:\\.\\d+)?',
  decimal: '-?\\d+(?:\\.\\d+)?',
  bool: '(?:true|false)',
};

/** `parse X with * "literal" Name:type …` as one anchored expression. */
function compilePattern(node: Node, columns: readonly Column[]): Pattern {
  const kind = parameters(node).get('kind') ?? 'simple';
  const isRegex = kind === 'regex';
  if (kind !== 'simple' && kind !== 'relaxed' && !isRegex) {
    throw new UnsupportedError(`parse kind=${kind} cannot be run`, node);
  }
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const captures: Capture[] = [];
  const parts = items(child(node, 'Patterns'));
  let source = '(?s)^';
  parts.forEach((part, at) => {
    const isLast = at === parts.length - 1;
    if (classOf(part) === 'StarExpression') {
      source += isLast ? '.*' : '.*?';
    } else if (classOf(part) === 'LiteralExpression') {
      const text = microsoft().stringValue(textOf(child(part, 'Token')));
      source += isRegex ? `(?:${text})` : text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    } else {
      const name = nameOf(classOf(part) === 'NameAndTypeDeclaration' ? child(part, 'Name') : part);
      const type = types.get(name) ?? 'string';
      const pattern = kind === 'relaxed' ? undefined : TYPED[type];
      captures.push({ name, type });
      source += `(${pattern ?? (isLast ? '.*' : '.*?')})`;
    }
  });
  return { regex: compileRegex(`${source}$`), captures };
}

function capturesOf({ regex, captures }: Pattern, text: string): Cells | null {
  const found = regex.exec(text);
  if (!found) return null;
  const cells: Cells = {};
  captures.forEach(({ name, type }, at) => {
    const start = found[2 * at + 2] ?? -1;
    const value = start === -1 ? '' : text.slice(start, found[2 * at + 3]);
    cells[name] = readCell(value, type);
  });
  return cells;
}

export function compileParse(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const pattern = compilePattern(node, columns);
  const text = textGetter(environment.compilers.expression(child(node, 'Expression'), environment));
  const nothing = Object.fromEntries(
    pattern.captures.map(({ name, type }): [string, Value] => [name, readCell(null, type)]),
  );
  return {
    columns,
    rows: () =>
      input.rows().map((row, at, rows) => ({
        ...row,
        ...(capturesOf(pattern, text(row, at, rows)) ?? nothing),
      })),
  };
}

export function compileParseWhere(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const pattern = compilePattern(node, columns);
  const text = textGetter(environment.compilers.expression(child(node, 'Expression'), environment));
  return {
    columns,
    rows: () =>
      input.rows().flatMap((row, at, rows) => {
        const cells = capturesOf(pattern, text(row, at, rows));
        return cells ? [{ ...row, ...cells }] : [];
      }),
  };
}

/** `parse-kv`: by a regular expression whose two groups are key and value, or by delimiters. */
export function compileParseKv(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const keys = items(child(child(node, 'Keys'), 'Columns')).map((column): Capture => {
    const name = nameOf(child(column, 'Name'));
    return { name, type: types.get(name) ?? 'string' };
  });
  const options = parseKvOptions(node);
  const pairsOf = options.regex
    ? pairsByRegex(compileRegex(options.regex))
    : pairsByDelimiters(options);
  const text = textGetter(environment.compilers.expression(child(node, 'Expression'), environment));
  return {
    columns,
    rows: () =>
      input.rows().map((row, at, rows) => {
        const found = pairsOf(text(row, at, rows));
        const next = { ...row };
        for (const { name, type } of keys) next[name] = readCell(found.get(name) ?? null, type);
        return next;
      }),
  };
}

interface KvOptions {
  readonly regex: string | undefined;
  readonly pair: string;
  readonly value: string;
  readonly quote: string;
  readonly greedy: boolean;
}

const KV_PROPERTIES = new Set(['pair_delimiter', 'kv_delimiter', 'quote', 'greedy', 'regex']);

function parseKvOptions(node: Node): KvOptions {
  const found = new Map<string, string>();
  const clause = optional(node, 'WithClause');
  for (const property of items(clause ? optional(clause, 'Properties') : null)) {
    const name = nameOf(child(property, 'Name'));
    if (!KV_PROPERTIES.has(name)) {
      throw new UnsupportedError(`the property ${name} of parse-kv cannot be run`, property);
    }
    const value = child(property, 'Expression');
    const token = optional(value, 'Token');
    const written = token ? textOf(token) : '';
    found.set(name, /^[hH@"']/.test(written) ? microsoft().stringValue(written) : written);
  }
  return {
    regex: found.get('regex'),
    pair: found.get('pair_delimiter') ?? ',; \t\r\n',
    value: found.get('kv_delimiter') ?? '=',
    quote: found.get('quote') ?? '',
    greedy: found.get('greedy') === 'true',
  };
}

type PairsOf = (text: string) => ReadonlyMap<string, string>;

function pairsByRegex(regex: Regex): PairsOf {
  return (text) => {
    const pairs = new Map<string, string>();
    for (let from = 0; from <= text.length; ) {
      const found = regex.exec(text, from);
      if (!found) break;
      const [start = 0, end = 0, keyStart = -1, keyEnd = -1, valueStart = -1, valueEnd = -1] =
        found;
      if (keyStart !== -1 && valueStart !== -1) {
        const key = text.slice(keyStart, keyEnd);
        if (!pairs.has(key)) pairs.set(key, text.slice(valueStart, valueEnd));
      }
      from = end === start ? end + 1 : end;
    }
    return pairs;
  };
}

function pairsByDelimiters({ pair, value, quote, greedy }: KvOptions): PairsOf {
  const isOneCharacter = pair === ',; \t\r\n';
  return (text) => {
    const pairs = new Map<string, string>();
    const parts = isOneCharacter ? text.split(/[,; \t\r\n]+/) : text.split(pair);
    let last: string | null = null;
    for (const part of parts) {
      const at = part.indexOf(value);
      if (at === -1) {
        // A greedy value includes delimiters up to the next key.
        if (greedy && last !== null) pairs.set(last, `${pairs.get(last) ?? ''}${pair}${part}`);
        continue;
      }
      last = part.slice(0, at).trim();
      let found = part.slice(at + value.length).trim();
      if (
        quote &&
        found.startsWith(quote[0] ?? '') &&
        found.endsWith(quote[quote.length - 1] ?? '')
      ) {
        found = found.slice(1, -1);
      }
      if (!pairs.has(last)) pairs.set(last, found);
    }
    return pairs;
  };
}
