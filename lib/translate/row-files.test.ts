import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readKnowledge } from '@/lib/knowledge';
import { columnsOf } from '@/lib/kql';
import { type Row, runQuery } from '@/lib/kql/run/run-query';
import type { Target } from '@/lib/target';
import type { Field, MappedVariant } from './mapping/mapping';

/* Every column and expression of the mappings, on rows that products and connectors wrote. */

const FOLDER = new URL('../../../shared/reference/rows/', import.meta.url);

const exceptions = z
  .array(
    z.strictObject({ table: z.string(), fields: z.array(z.string()).min(1), reason: z.string() }),
  )
  .parse(load(readFileSync(new URL('row-exceptions.yml', import.meta.url), 'utf8')));

/** A row of a file: `{"table": …, "row": …}` beside its source and licence. */
const line = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });

function readRows(): Map<string, Row[]> {
  const rows = new Map<string, Row[]>();
  const files = readdirSync(FOLDER).filter((name) => /^(?!raw_).*\.jsonl$/.test(name));
  for (const name of files) {
    for (const text of readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n')) {
      const { table, row } = line.parse(JSON.parse(text));
      rows.set(table, [...(rows.get(table) ?? []), row]);
    }
  }
  return rows;
}

/** The suffixes that exports add to a column's name, and those that custom tables have. */
const EXPORTED = /_(string|dynamic|long|int|datetime|bool|real|guid)$| \[UTC\]$/;
const CUSTOM = ['', '_s', '_d', '_b', '_g', '_t'];

/** A row as the table holds it: exports write text for everything, and `""` for what is absent. */
function asStored(row: Row, columns: ReadonlyMap<string, string>): Row {
  const stored = new Map<string, unknown>();
  for (const [written, value] of Object.entries(row)) {
    const names = [written, written.replace(EXPORTED, '')].flatMap((name) =>
      CUSTOM.map((suffix) => name + suffix),
    );
    const name = names.find((one) => columns.has(one));
    if (name === undefined || value === '' || value === null) continue;
    const isJson = columns.get(name) === 'dynamic' && typeof value === 'string';
    stored.set(name, isJson ? parsed(value) : value);
  }
  return Object.fromEntries(stored);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textsOf(field: Field): readonly string[] {
  if (field.kind === 'hashes') return [...field.columns.values()].map(({ text }) => text);
  return 'text' in field ? [field.text] : [];
}

const { schemas, mappings } = readKnowledge();

/** The values of each expression on the rows, or null for those that cannot be run. */
function valuesOf(
  expressions: readonly string[],
  table: string,
  rows: readonly Row[],
  target: Target,
): (readonly string[] | null)[] {
  const columns = expressions.map((text, at) => `c${at} = tostring(${text.replaceAll('\n', ' ')})`);
  const ran = runQuery(`${table}\n| project ${columns.join(', ')}`, {
    schemas,
    target,
    tables: { [table]: rows },
  });
  if (ran.diagnostics.length === 0) {
    return expressions.map((_, at) => ran.rows.map((row) => String(row[`c${at}`] ?? '')));
  }
  return expressions.length === 1
    ? [null]
    : expressions.flatMap((one) => valuesOf([one], table, rows, target));
}

/** Values that an equality with a rule's value misses. */
function isOdd(value: string): boolean {
  return value !== value.trim() || /^"[^"]*"$/.test(value);
}

/** Literals that a predicate compares with a column in one case, and the rows write in another. */
function otherCases({ where, named }: MappedVariant, rows: readonly Row[]): string[] {
  const predicates = [
    ...where,
    ...[...named.values()].flatMap((field) =>
      field.kind === 'when' ? [...field.predicates.values()] : textsOf(field),
    ),
  ];
  return predicates.flatMap((text) =>
    [...text.matchAll(/\b(\w+) (?:[!=]=|!?in) \(?((?:"[^"]*"(?:, )?)+)/g)].flatMap(
      ([, column = '', literals = '']) => {
        const written = new Set(rows.map((row) => String(row[column] ?? '').trim()));
        return [...literals.matchAll(/"([^"]*)"/g)].flatMap(([, literal = '']) =>
          [...written]
            .filter((one) => one !== literal && one.toLowerCase() === literal.toLowerCase())
            .map((one) => `${column} is '${one}', not '${literal}'`),
        );
      },
    ),
  );
}

/** What the mappings get wrong about the rows, as `table: field`. */
function findProblems(rows: ReadonlyMap<string, Row[]>): Set<string> {
  const problems = new Set<string>();
  const reached = new Set<string>();
  const judged = new Set<string>();
  for (const { target, variants } of mappings.all) {
    for (const variant of variants) {
      const { table, where, named, columns } = variant;
      const written = rows.get(table);
      if (!written) continue;
      const types = new Map(Object.entries(columnsOf(schemas, target, table) ?? columns));
      const stored = written.map((row) => asStored(row, types));
      const filtered = runQuery([table, ...where.map((text) => `| where ${text}`)].join('\n'), {
        schemas,
        target,
        tables: { [table]: stored },
      }).rows;
      for (const other of otherCases(variant, stored)) problems.add(`${table}: ${other}`);
      if (filtered.length > 0) reached.add(table);
      const fields = [...named]
        .flatMap(([name, field]) => textsOf(field).map((text) => ({ name, text })))
        .filter(({ name, text }) => {
          const key = `${target} ${table} ${where.join()} ${name} ${text}`;
          return filtered.length > 0 && !judged.has(key) && judged.add(key);
        });
      if (fields.length === 0) continue;
      const expressions = fields.map(({ text }) => text);
      valuesOf(expressions, table, filtered, target).forEach((values, at) => {
        const name = fields[at]?.name;
        if (values === null) return;
        if (values.every((value) => value === '')) problems.add(`${table}: ${name}`);
        if (values.some(isOdd)) problems.add(`${table}: form of ${name}`);
      });
    }
  }
  const mapped = new Set(mappings.all.flatMap(({ variants }) => variants.map((one) => one.table)));
  for (const table of rows.keys()) {
    if (mapped.has(table) && !reached.has(table)) problems.add(`${table}: filter`);
  }
  return problems;
}

const present = existsSync(FOLDER);

describe.skipIf(!present)(
  `rows of real tables${present ? '' : ' (skipped: they are not in ../shared/reference/rows)'}`,
  () => {
    it('have what the mappings read, in the form in which they read it', () => {
      const known = exceptions.flatMap(({ table, fields }) =>
        fields.map((field) => `${table}: ${field}`),
      );
      const found = findProblems(readRows());
      expect([...found].filter((one) => !known.includes(one))).toEqual([]);
      expect(
        known.filter((one) => !found.has(one)),
        'exceptions that no longer hold',
      ).toEqual([]);
    });
  },
);
