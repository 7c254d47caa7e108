import { ownValue } from '@/lib/own-value';
import type { FieldEntry } from './file-schema';
import type { Computed, Field, ValueType } from './mapping';
import type { Placed } from './parts';
import { annotationsOf, findRewrites, type Names } from './resolve-names';
import { convert, fill, memberAccess } from './template';

/** The table that holds a variant's fields. */
export interface FieldScope extends Names {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * The entry as the translator reads it, for the Sigma field `name`; `rest` is the part of
 * that name after an entry's prefix. Returns null after reporting a column that the table does not have.
 */
export function resolveField(
  { entry, path }: Placed<FieldEntry>,
  name: string,
  rest: string,
  scope: FieldScope,
): Field | null {
  const text = (value: string): string => fill(value, scope.parameters);
  if (entry.none !== undefined) {
    return {
      kind: 'none',
      reason: text(entry.none),
      ...annotationsOf(entry, 'exact', path, scope),
    };
  }
  if (entry.constant) {
    const values = entry.constant.map(text);
    return { kind: 'constant', values, ...annotationsOf(entry, 'derived', path, scope) };
  }
  if (entry.when && entry.column === undefined && entry.expression === undefined) {
    return {
      kind: 'when',
      predicates: predicates(entry.when, scope),
      ...annotationsOf(entry, 'derived', path, scope),
    };
  }
  if (entry.hashes) return resolveHashes(entry, entry.hashes, path, scope);
  const computed = compute(entry, name, rest, path, scope);
  return computed && resolveComputed(entry, computed, path, scope);
}

function resolveHashes(
  entry: FieldEntry,
  hashes: Readonly<Record<string, string>>,
  path: readonly PropertyKey[],
  scope: FieldScope,
): Field {
  const columns = new Map<string, Computed>();
  for (const [algorithm, written] of Object.entries(hashes)) {
    const text = fill(written, scope.parameters);
    if (/^\w+$/.test(text) && !Object.hasOwn(scope.columns, text)) {
      reportNoColumn(text, [...path, 'hashes', algorithm], scope);
    }
    columns.set(algorithm.toUpperCase(), plainText(text));
  }
  const whole = entry.whole === undefined ? null : plainText(fill(entry.whole, scope.parameters));
  return { kind: 'hashes', columns, whole, ...annotationsOf(entry, 'derived', path, scope) };
}

function resolveComputed(
  entry: FieldEntry,
  computed: Computed,
  path: readonly PropertyKey[],
  scope: FieldScope,
): Field {
  const described = annotationsOf(entry, computed.isColumn ? 'exact' : 'derived', path, scope);
  if (entry.values) {
    return {
      kind: 'values',
      values: lowerKeys(entry.values),
      ...computed,
      ...described,
      quality: entry.quality ?? 'derived',
    };
  }
  if (entry.numbers) {
    const types = new Map(
      (['DWORD', 'QWORD'] as const).flatMap((type) => {
        const kql = entry.types?.[type];
        return kql === undefined ? [] : [[type, kql] as const];
      }),
    );
    return { kind: 'registry-data', numbers: entry.numbers, types, ...computed, ...described };
  }
  const { program, starting, when } = entry;
  return {
    kind: 'value',
    ...computed,
    ...described,
    ...(when && Object.keys(when).length > 0 ? { when: predicates(when, scope) } : {}),
    ...(starting
      ? {
          starting: {
            with: starting.with,
            column: plainText(fill(starting.expression, scope.parameters)),
            ...(starting.note === undefined ? {} : { note: starting.note }),
          },
        }
      : {}),
    ...(program
      ? {
          program: {
            column: plainText(fill(program.expression, scope.parameters)),
            note: program.note,
          },
        }
      : {}),
  };
}

function compute(
  entry: FieldEntry,
  name: string,
  rest: string,
  path: readonly PropertyKey[],
  scope: FieldScope,
): Computed | null {
  const shared = {
    required: entry.required ?? false,
    rewrites: findRewrites(entry.rewrite, path, scope),
    elements: entry.elements ?? null,
    present:
      entry.present === undefined
        ? null
        : fill(entry.present, { ...scope.parameters, field: name }),
    accepts: entry.accepts === undefined ? null : new RegExp(entry.accepts),
  };
  if (entry.column !== undefined) {
    return readColumn(fill(entry.column, scope.parameters), shared, path, scope);
  }
  const type = entry.type ?? 'string';
  const text =
    entry.path === undefined
      ? fill(entry.expression ?? '', { ...scope.parameters, field: name })
      : convert(fill(entry.path, scope.parameters) + membersOf(entry, rest), type);
  return { text, isColumn: false, type, ...shared };
}

function membersOf({ flat }: FieldEntry, name: string): string {
  return memberAccess(flat ? [name] : name.split('.'));
}

function readColumn(
  column: string,
  shared: Omit<Computed, 'text' | 'isColumn' | 'type'>,
  path: readonly PropertyKey[],
  scope: FieldScope,
): Computed | null {
  const type = Object.hasOwn(scope.columns, column) ? ownValue(scope.columns, column) : undefined;
  if (!type) {
    reportNoColumn(column, [...path, 'column'], scope);
    return null;
  }
  if (type === 'dynamic') {
    return { text: `tostring(${column})`, isColumn: false, type: 'string', ...shared };
  }
  const known = type === 'decimal' ? 'real' : type;
  return { text: column, isColumn: true, type: known as ValueType, ...shared };
}

function reportNoColumn(column: string, path: readonly PropertyKey[], scope: FieldScope): void {
  const lower = column.toLowerCase();
  const near = Object.keys(scope.columns).find((one) => one.toLowerCase() === lower);
  scope.report(
    path,
    `${scope.table} has no column '${column}'`,
    near ? `Write ${near}.` : undefined,
  );
}

function plainText(text: string): Computed {
  return {
    text,
    isColumn: /^\w+$/.test(text),
    type: 'string',
    required: false,
    rewrites: [],
    elements: null,
    accepts: null,
    present: null,
  };
}

function predicates(
  when: Readonly<Record<string, string>>,
  scope: FieldScope,
): Map<string, string> {
  return new Map([...lowerKeys(when)].map(([value, kql]) => [value, fill(kql, scope.parameters)]));
}

function lowerKeys<T>(record: Readonly<Record<string, T>>): Map<string, T> {
  return new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}
