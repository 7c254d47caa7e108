import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { column, compare, compileQuery, type Expression, printExpression, string } from '@/lib/kql';
import type { CompareOperator } from '@/lib/kql/tree';
import type { Target } from '@/lib/target';
import { escapeRegex } from '../lower/pattern';
import type { Computed, Field, MappedVariant } from '../mapping/mapping';
import { type Origin, originOf } from './origin';
import { parserArguments } from './parser-arguments';
import { type Requirement, requirementsOf } from './requirements';

/*
 * That a prefilter never loses a row which the condition accepts: for the expressions of the mappings, as
 * the interpreter computes them on generated rows, and for each way in which Kusto's documentation can be
 * understood where it is not clear (are letters beyond ASCII and underscores parts of a term?).
 */

const { schemas, mappings } = readKnowledge();

interface Subject {
  readonly target: Target;
  readonly table: string;
  readonly text: string;
  readonly origin: Origin;
  readonly columns: Readonly<Record<string, string>>;
}

function computedOf(field: Field): readonly Computed[] {
  switch (field.kind) {
    case 'value':
      return [field, ...(field.starting ? [field.starting.column] : [])];
    case 'values':
    case 'registry-data':
      return [field];
    case 'hashes':
      return [...field.columns.values(), ...(field.whole ? [field.whole] : [])];
    default:
      return [];
  }
}

/** Every text that a variant computes: without rewrites, with each of them, and with all. */
function textsOf(variant: MappedVariant): string[] {
  const fields = [...variant.named.values(), variant.field('Field'), variant.field('a.Field')];
  const computed = [
    ...fields.flatMap((field) => (field ? computedOf(field) : [])),
    ...(variant.keywords ? [variant.keywords] : []),
  ];
  return computed.flatMap(({ text, rewrites }) => [
    text,
    ...rewrites.map((rewrite) => rewrite.apply(text)),
    rewrites.reduce((value, rewrite) => rewrite.apply(value), text),
  ]);
}

const subjects = new Map<string, Subject>();
for (const { target, variants } of mappings.all) {
  for (const variant of variants) {
    const { table, columns } = variant;
    for (const text of textsOf(variant)) {
      const origin = columns[text] === undefined ? originOf(text, columns) : null;
      if (origin) subjects.set(`${table} ${text}`, { target, table, text, origin, columns });
    }
  }
}

const WORDS =
  'wmic exe Run Default Binary Data HKLM HKEY_LOCAL_MACHINE HKEY_USERS REGISTRY MACHINE SOFTWARE Classes ControlSet001 ' +
  'CurrentControlSet S-1-5-21 1000 1e3 1.50 true null é ſk Kelvin naïve a_b task amp lt gt quot redactors cmdline http ' +
  'İx über Device NamedPipe enc tool.exe well-known';
const MARKS = [
  '\\',
  '\\',
  '/',
  '.',
  '-',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '&',
  '&lt;',
  '&amp;',
  '&quot ',
  ';',
  ':',
  ',',
  '=',
  '_',
  '\t',
  '\n',
  '|',
  '+',
  '(',
  ')',
  '{',
  '[',
  '',
];
const values = fc
  .array(fc.oneof(fc.constantFrom(...WORDS.split(' ')), fc.constantFrom(...MARKS)), {
    minLength: 1,
    maxLength: 9,
  })
  .map((parts) => parts.join(''));

/** A table's text around a value, in the forms that the expression looks for. */
function embed(text: string, value: string, at: number): string {
  const marks = [...text.matchAll(/<Data Name="[^"]*">|"\w+"|\b\w+=/g)].map(([mark]) => mark);
  const mark = marks.length === 0 ? '' : (marks[at % marks.length] ?? '');
  if (mark.startsWith('<')) return `<Data Name="Other">x</Data>${mark}${value}</Data>`;
  const forms = [
    value,
    `GET ${value} HTTP/1.1`,
    ` ${mark}${value} redactors= x`,
    `${mark}"${value}" y`,
    `"x ${value} HTTP/" 200 `,
  ];
  return forms[at % forms.length] ?? value;
}

/** A number that each serializer writes in its own way; see `SPELLINGS`. */
const NUMBER = '@number@';
const MEMBERS: readonly ((value: string) => unknown)[] = [
  (value) => [value, 1],
  () => NUMBER,
  ...Array.from({ length: 6 }, () => (value: string) => value),
];

/** JSON with the value at each member that the expression reads, as serializers differ in writing it. */
function jsonOf(text: string, value: string, at: number): unknown {
  const members = [...text.matchAll(/\)?((?:\.\w+|\['[^']*'\])+)/g)].map(([, path = '']) =>
    [...path.matchAll(/\.(\w+)|\['([^']*)'\]/g)].map((match) => match[1] ?? match[2] ?? ''),
  );
  const root: Record<string, unknown> = Object.create(null);
  for (const path of members) {
    let here = root;
    path.forEach((name, depth) => {
      if (depth === path.length - 1) here[name] = MEMBERS[at % MEMBERS.length]?.(value) ?? value;
      else {
        const next = here[name];
        here[name] = next && typeof next === 'object' ? next : Object.create(null);
        here = here[name] as Record<string, unknown>;
      }
    });
  }
  return members.length === 0 ? { a: value } : root;
}

const SPELLINGS: readonly ((json: string) => string)[] = [
  (json) => json.replaceAll(`"${NUMBER}"`, '1000.0'),
  (json) => json.replaceAll('/', '\\/').replaceAll(`"${NUMBER}"`, '1E3'),
  (json) =>
    json.replace(/\\\\|\\"|[<>&'+`\u0080-\uffff]/g, (one) => {
      if (one === '\\\\') return one;
      const code = one === '\\"' ? 0x22 : one.charCodeAt(0);
      return `\\u${code.toString(16).padStart(4, '0')}`;
    }),
  (json) => JSON.stringify(JSON.parse(json), null, 1),
];

/** Whether a text has a phrase between boundaries, by one reading of the documentation. */
function hasPhrase(text: string, phrase: string, isTermCharacter: RegExp): boolean {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const wanted = phrase.toLowerCase();
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    const before = lower[at - 1] ?? ' ';
    const after = lower[at + wanted.length] ?? ' ';
    if (!isTermCharacter.test(before) && !isTermCharacter.test(after)) return true;
  }
  return false;
}

const READINGS = [/[a-z0-9]/, /[a-z0-9_]/, /[\p{L}\p{N}]/u, /[\p{L}\p{N}_]/u, /[^ -~\s]|\w/];

function holds(
  requirement: Requirement,
  row: ReadonlyMap<string, string>,
  reading: RegExp,
): boolean {
  return [...requirement].some(([name, phrases]) =>
    phrases.some((phrase) => hasPhrase(row.get(name) ?? '', phrase, reading)),
  );
}

const OPERATORS: readonly CompareOperator[] = [
  '=~',
  'contains',
  'startswith',
  'endswith',
  'matches regex',
];

/** A comparison that the value passes. */
function passing(
  value: string,
  operator: CompareOperator,
  from: number,
  length: number,
): Expression {
  const start = operator === '=~' || operator === 'startswith' ? 0 : from % value.length;
  const rest = value.slice(start);
  const isWhole = operator === '=~' || operator === 'endswith';
  const part = isWhole ? rest : rest.slice(0, 1 + (length % rest.length));
  if (operator !== 'matches regex') {
    return compare(
      column('V'),
      operator,
      string(from % 2 ? part.replace(/[a-z]/g, (a) => a.toUpperCase()) : part),
    );
  }
  const folded = part.replaceAll('ſ', 's').replaceAll('\u212a', 'k');
  const middle = Math.floor(folded.length / 2);
  const gap = from % 3 === 0 ? '.*' : '';
  const source = escapeRegex(folded.slice(0, middle)) + gap + escapeRegex(folded.slice(middle));
  const isEnd = start + part.length === value.length;
  return compare(
    column('V'),
    'matches regex',
    string(`(?is)${start === 0 && from % 2 ? '^' : ''}${source}${isEnd && from % 2 ? '$' : ''}`),
  );
}

describe('a prefilter', () => {
  it('covers the computed columns of the mappings', () => {
    const tables = new Set([...subjects.values()].map(({ table }) => table));
    for (const table of [
      'Event',
      'WindowsEvent',
      'SecurityEvent',
      'Syslog',
      'DeviceRegistryEvents',
    ]) {
      expect(tables).toContain(table);
    }
    expect(subjects.size).toBeGreaterThan(250);
  });

  it('never loses a row that its condition accepts', () => {
    const settings = fc.record({
      value: values,
      spelling: fc.nat(SPELLINGS.length - 1),
      form: fc.nat(100),
      operator: fc.constantFrom(...OPERATORS),
      from: fc.nat(40),
      length: fc.nat(40),
    });
    let required = 0;
    for (const { target, table, text, origin, columns } of subjects.values()) {
      const query = compileQuery(`${table}\n| project V = ${text}`, { schemas, target });
      expect({ text, problems: query.diagnostics }).toEqual({ text, problems: [] });
      const cases = fc.sample(settings, { numRuns: 24, seed: text.length });
      const rows = cases.map(({ value, spelling, form }) => {
        const row: Record<string, unknown> = {};
        const written = new Map<string, string>();
        origin.columns.forEach((name, at) => {
          if (at > 0 && form % 3 === 0) return;
          const json = SPELLINGS[spelling]?.(JSON.stringify(jsonOf(text, value, form))) ?? '';
          const plain = embed(text, value, form);
          const isJson = columns[name] === 'dynamic' || /parse_json/.test(text);
          row[name] = columns[name] === 'dynamic' ? JSON.parse(json) : isJson ? json : plain;
          written.set(name, isJson ? json : plain);
        });
        return { row, written };
      });
      const computed = query.run({ [table]: rows.map(({ row }) => row) }).rows;
      cases.forEach(({ operator, from, length }, at) => {
        const value = String(computed[at]?.V ?? '');
        if (value === '') return;
        const condition = passing(value, operator, from, length);
        for (const requirement of requirementsOf(condition, () => origin)) {
          required++;
          const row = rows[at]?.written ?? new Map();
          for (const reading of READINGS) {
            if (holds(requirement, row, reading)) continue;
            expect.fail(
              `${text}\n${JSON.stringify([...row])}\n${value}\n${JSON.stringify(condition)}\n${JSON.stringify([...requirement])} by ${reading}`,
            );
          }
        }
      });
    }
    expect(required).toBeGreaterThan(2_000);
  });
});

interface ParserSubject {
  readonly variant: MappedVariant;
  readonly text: string;
  readonly column: string;
}

/** Every text of a variant that a parameter of its parser can find terms for. */
const parserSubjects = new Map<string, ParserSubject>();
for (const { variants } of mappings.all) {
  for (const variant of variants) {
    const filtered = new Set(Object.values(variant.filters));
    for (const text of textsOf(variant)) {
      const [name, ...others] = originOf(text, variant.columns)?.columns ?? [];
      if (name === undefined || others.length > 0 || !filtered.has(name)) continue;
      const key = `${variant.table} ${text} ${Object.keys(variant.filters)}`;
      parserSubjects.set(key, { variant, text, column: name });
    }
  }
}

/** What the parsers of sources look into before they know the column: it, JSON or XML around it. */
const RECORDS: readonly ((value: string) => string)[] = [
  (value) => value,
  ...SPELLINGS.map((spelling) => (value: string) => spelling(JSON.stringify({ a: value, b: 'x' }))),
  (value) => `<Data Name="a">x</Data><Data Name="b">${value}</Data>`,
  (value) => `<Data Name="b">{${value}}</Data>`,
];

/** The terms of an argument. */
function termsOf(argument: Expression): readonly string[] {
  if (argument.kind !== 'named' || argument.value.kind !== 'dynamic') return [];
  return argument.value.value as readonly string[];
}

describe('an argument of a parser', () => {
  it('is checked for each parser that has one', () => {
    const columns = new Set(
      [...parserSubjects.values()].map(({ variant, column: name }) => `${variant.table} ${name}`),
    );
    expect([...columns].sort()).toEqual([
      '_Im_AuditEvent NewValue',
      '_Im_AuditEvent Object',
      '_Im_AuditEvent Operation',
      '_Im_Dns DnsQuery',
      '_Im_FileEvent TargetFilePath',
      '_Im_ProcessCreate ActingProcessName',
      '_Im_ProcessCreate TargetProcessCommandLine',
      '_Im_ProcessCreate TargetProcessName',
      '_Im_RegistryEvent RegistryValueData',
    ]);
  });

  it('never loses a row that the condition accepts', () => {
    const settings = fc.record({
      value: values,
      operator: fc.constantFrom(...OPERATORS),
      from: fc.nat(40),
      length: fc.nat(40),
    });
    let required = 0;
    for (const { variant, text, column: name } of parserSubjects.values()) {
      const { table, columns, filters } = variant;
      const parser = { columns, computed: new Map([['V', text]]) };
      const compiled = (args: string): ReturnType<typeof compileQuery> =>
        compileQuery(`${table}${args}\n| project V = ${text}`, {
          schemas,
          target: 'sentinel-asim',
        });
      const cases = fc.sample(settings, { numRuns: 150, seed: text.length });
      const all = compiled('').run({ [table]: cases.map(({ value }) => ({ [name]: value })) });
      cases.forEach(({ value, operator, from, length }, at) => {
        const computed = String(all.rows[at]?.V ?? '');
        if (computed === '') return;
        const condition = passing(computed, operator, from, length);
        const args = parserArguments(condition, parser, filters);
        if (args.length === 0) return;
        required++;
        const call = compiled(`(${args.map(printExpression).join(', ')})`);
        expect(call.diagnostics).toEqual([]);
        expect({ value, args, rows: call.count({ [table]: [{ [name]: value }] }) }).toEqual({
          value,
          args,
          rows: 1,
        });
        for (const argument of args) {
          const terms = termsOf(argument);
          for (const record of RECORDS) {
            for (const reading of READINGS) {
              const found = terms.filter((term) => hasPhrase(record(value), term, reading));
              const needed =
                argument.kind === 'named' && argument.name.endsWith('_has_all') ? terms.length : 1;
              if (found.length >= needed) continue;
              expect.fail(`${text}\n${record(value)}\n${JSON.stringify(argument)} by ${reading}`);
            }
          }
        }
      });
    }
    expect(required).toBeGreaterThan(300);
  });
});
