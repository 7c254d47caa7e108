import {
  and,
  column,
  type Expression,
  type Operator,
  printQuery,
  type Query,
  quoteName,
  raw,
} from '@/lib/kql';
import { type HostOf, shortName, shortNameOf } from '@/lib/kql/host-name';
import type { LookUp } from '@/lib/look-up';
import type { Target } from '@/lib/target';
import type { FieldColumn, Translator } from '@/lib/translate';
import type { LogSourceName } from '@/lib/translate/log-source-name';
import { PREFILTER } from '@/lib/translate/query';
import type { Blank } from './blanks';
import { lookUpRule } from './look-up-rule';

/** The query whose match is followed. */
export interface Followed {
  readonly target: Target;
  readonly table: string;
  readonly logsource: LogSourceName;
}

export interface LookUpTools {
  readonly translator: Translator;
  /** What names the host of a table's rows that are about a product; null if nothing does. */
  readonly hostOf: (table: string, product: string | null) => HostOf | null;
  readonly timeColumn: (table: string, target: Target) => string;
  /** Columns without which a row of a table says too little. */
  readonly shownOf: (table: string) => readonly string[];
}

const WINDOW = '1h';

/** A look-up as KQL to fill in and run. */
export interface LookUpQuery {
  readonly title: string;
  readonly kql: string;
}

/**
 * A look-up beside the query that matched; null if the target has no table with such events, or the match no column for
 * what it asks.
 */
export function lookUpQuery(
  lookUp: LookUp,
  followed: Followed,
  tools: LookUpTools,
): LookUpQuery | null {
  const own = queryOn(followed.target, lookUp, followed, tools);
  if (followed.target !== 'sentinel-asim' || (own && !own.isNarrower)) return own;
  // Events that no parser of ASIM reads are in a table of the same workspace.
  return queryOn('sentinel', lookUp, followed, tools) ?? own;
}

function queryOn(
  target: Target,
  lookUp: LookUp,
  followed: Followed,
  { translator, hostOf, timeColumn, shownOf }: LookUpTools,
): (LookUpQuery & { readonly isNarrower: boolean }) | null {
  const read = lookUpRule(lookUp, followed.logsource);
  if ('problem' in read) return null;
  const found = translator.eventsOf(read.rule, target, {
    table: followed.table,
    fields: lookUp.by ?? lookUp.show ?? [],
  });
  if (!found) return null;
  const wanted = hostOf(found.table, read.rule.logsource.product);
  const matched = hostOf(followed.table, followed.logsource.product);
  const place = placeOf(lookUp, matched, wanted);
  if (!place) return null;
  const taken = [...Object.keys(found.own), ...madeBy(found.query)];
  const values = valuesOf(read.blanks, followed, taken, translator);
  if (!values) return null;
  // An alternative whose value the match does not have leaves the others.
  const apart = Array.isArray(lookUp.where) && values.length > 1;
  const query = filledIn(found.query, values, apart);
  if (!query) return null;
  const time = timeColumn(found.table, target);
  const { before = WINDOW, after = WINDOW } = lookUp;
  const bounds = [`${time} between ((when - ${before}) .. (when + ${after}))`, ...place.filter];
  const guards = apart ? [] : values.map(({ name }) => `isnotempty(${name})`);
  const host = wanted?.column ?? null;
  const columns = [...new Set([...found.columns, ...shownOf(found.table)])];
  const result = found.columns.length > 0 ? resultOf(lookUp, columns, time, host) : null;
  if (!result) return null;
  const text = printQuery({
    ...query,
    operators: [where([...bounds, ...guards].join(' and ')), ...query.operators, ...result],
  }).text;
  const head = [
    '// Fill in from the match',
    ...place.lets,
    ...values.map(({ line }) => line),
    `let when = datetime(null); // ${timeColumn(followed.table, followed.target)}`,
  ];
  const { isNarrower } = found;
  return { title: lookUp.title, kql: [...head, text].join('\n'), isNarrower };
}

const where = (text: string): Operator => ({ kind: 'where', predicate: raw(text) });

/** The lines and the filter that choose the host; null if the events cannot be told by it. */
function placeOf(
  { host = 'same' }: LookUp,
  matched: HostOf | null,
  wanted: HostOf | null,
): { lets: readonly string[]; filter: readonly string[] } | null {
  if (host === 'any') return { lets: [], filter: [] };
  if (wanted === null || (host === 'same' && matched === null)) return null;
  const blank = quoteBlank(host === 'same' ? (matched?.column ?? '') : host);
  const short = wanted.names ?? (host === 'same' && matched?.names ? [wanted.column] : null);
  return {
    lets: [`let host = ${short ? shortName(blank) : blank};`],
    filter: [`${short ? shortNameOf(short) : wanted.column} =~ host`],
  };
}

/** A blank as the text that a person replaces, whatever quotes and line breaks are in it. */
const quoteBlank = (words: string): string => `\`\`\`<${words.replaceAll('`', "'")}>\`\`\``;

interface Value {
  readonly token: string;
  readonly name: string;
  readonly line: string;
}

/** A name and a line for each blank; null if the match has no column for one. */
function valuesOf(
  blanks: readonly Blank[],
  { logsource, target, table }: Followed,
  names: readonly string[],
  translator: Translator,
): readonly Value[] | null {
  const taken = new Set(['host', 'when', ...names]);
  const values: Value[] = [];
  for (const { token, field, part, words } of blanks) {
    const found = field === null ? null : translator.columnOf(logsource, target, table, field);
    if (field !== null && !found) return null;
    const name = freeName(field === null ? 'wanted' : part ? `${field} ${part}` : field, taken);
    const blank = found?.over ? blankOver(found.over) : quoteBlank(found ? placeIn(found) : words);
    values.push({ token, name, line: `let ${name} = ${PARTS[part ?? 'whole'](blank)};` });
  }
  return values;
}

/** Where a match shows a field: a column, or a part of one. */
const placeIn = ({ name, made }: FieldColumn): string =>
  made && made.from.length > 0 ? `${name} in ${made.from.join(' and ')}` : name;

/** An expression over columns, with a blank for each of them. */
const blankOver = ({ text, columns }: NonNullable<FieldColumn['over']>): string =>
  text.replace(/@?"[^"]*"|@?'[^']*'|\b\w+/g, (part) =>
    columns.includes(part) ? quoteBlank(part) : part,
  );

/** The names of columns that a query makes. */
const madeBy = (query: Query): string[] =>
  [...printQuery(query).text.matchAll(/\b(\w+) = /g)].map(([, name = '']) => name);

const PARTS = {
  whole: (blank: string) => blank,
  name: (blank: string) => `extract(@'([^\\\\/]*)$', 1, ${blank})`,
  end: (blank: string) => `extract(@'([\\\\/]?[^\\\\/]*)$', 1, ${blank})`,
  host: (blank: string) => `tostring(parse_url(${blank}).Host)`,
};

/** Names of KQL that no value may have. */
const RESERVED = /^(?:by|from|in|of|on|to|with|and|or|not|let|set|where|type|kind|database|table)$/;

function freeName(words: string, taken: Set<string>): string {
  const parts = words.split(/\W+|_/).filter(Boolean);
  const camel = parts
    .map((part, at) => {
      const first = at === 0 ? part[0]?.toLowerCase() : part[0]?.toUpperCase();
      return `${first}${part.slice(1)}`;
    })
    .join('');
  let name = RESERVED.test(camel) || /^\d/.test(camel) ? `${camel}Value` : camel;
  while (taken.has(name)) name += 'Value';
  taken.add(name);
  return name;
}

/**
 * The query with its blanks by name, each comparison with one `guarded` on its own if so asked; null if one became part
 * of something longer.
 */
function filledIn(query: Query, values: readonly Value[], guarded: boolean): Query | null {
  if (values.length === 0) return query;
  const names = new Map(values.map(({ token, name }) => [token, name]));
  const namedIn = (node: unknown): string[] => {
    const text = JSON.stringify(node);
    return values.filter(({ token }) => text.includes(token)).map(({ name }) => name);
  };
  const holds = (node: unknown) => namedIn(node).length > 0;
  const fill = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(fill);
    if (node === null || typeof node !== 'object') return node;
    const { kind, value } = node as { kind?: unknown; value?: unknown };
    const name = kind === 'string' || kind === 'number' ? names.get(String(value)) : undefined;
    if (name !== undefined) return kind === 'number' ? raw(`tolong(${name})`) : column(name);
    const filled = Object.fromEntries(Object.entries(node).map(([key, one]) => [key, fill(one)]));
    const own = guarded && (kind === 'compare' || kind === 'list') ? namedIn(node) : [];
    if (own.length === 0) return filled;
    return and(...own.map((one) => raw(`isnotempty(${one})`)), filled as unknown as Expression);
  };
  // Terms of an index and a parser’s arguments only make a query fast, and take no names.
  const { source } = query;
  const filled = fill({
    ...query,
    source:
      source.kind === 'call'
        ? calling(
            source.name,
            source.args.filter((argument) => !holds(argument)),
          )
        : source,
    operators: query.operators.filter(
      (one) => one.kind !== 'where' || one.predicate.comment !== PREFILTER || !holds(one),
    ),
  }) as Query;
  return holds(filled) ? null : filled;
}

const calling = (name: string, args: readonly Expression[]): Query['source'] =>
  args.length > 0 ? { kind: 'call', name, args } : { kind: 'table', name };

/**
 * The last operators: a list in order of time, or numbers by what was asked for, on all hosts by host where that is the
 * same in all of them. Null if the table has none of the columns: one number for all would answer nothing.
 */
function resultOf(
  lookUp: LookUp,
  columns: readonly string[],
  time: string,
  host: string | null,
): Operator[] | null {
  const { by, host: place = 'same' } = lookUp;
  const names = columns.filter((name) => name !== time && name !== host).map(quoteName);
  if (names.length === 0) return null;
  if (!by) {
    return [
      operator(`project ${[time, ...(host ? [host] : []), ...names].join(', ')}`),
      operator(`order by ${time} asc`),
    ];
  }
  const spread = place === 'any' ? host : null;
  const byHost = spread !== null && by.every((field) => isOneValue(lookUp, field));
  const hosts =
    spread === null || byHost
      ? ''
      : `, Hosts = dcount(${spread}), Computers = make_set(${spread}, 20)`;
  const groups = byHost ? [spread, ...names] : names;
  return [
    operator(
      `summarize Events = count()${hosts}, First = min(${time}), Last = max(${time}) by ${groups.join(', ')}`,
    ),
    operator('order by Events desc'),
  ];
}

/** Whether a look-up's events have one value in a field. */
function isOneValue({ where: wanted = {} }: LookUp, field: string): boolean {
  if (Array.isArray(wanted) || !Object.hasOwn(wanted, field)) return false;
  return !Array.isArray(wanted[field]);
}

const operator = (text: string): Operator => ({ kind: 'raw', text });
