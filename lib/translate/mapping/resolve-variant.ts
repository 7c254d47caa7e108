import type { SourceSchema } from '@/lib/kql';
import type { Field, Keywords, MappedVariant, Outdated } from './mapping';
import { filtersFor } from './parser-filters';
import type { Part } from './parts';
import { type FieldScope, resolveField } from './resolve-field';
import { annotationsOf, fileNamesOf, findRewrites, type Names } from './resolve-names';
import { fill } from './template';

/** A rule's field name becomes part of the KQL, so a name that could end a literal has no entry. */
const SAFE_NAME = /^[\w .:@/-]{1,200}$/;
/** The most field names to remember for a variant, because rules are hostile input. */
const REMEMBERED_NAMES = 5_000;
/** The field name to check an entry for many names. */
const EXAMPLE = 'example';

/**
 * A variant as the translator reads it. `part` has its presets merged in and is at `path` in the file;
 * its parameters win over those of the log source. `sourceOf` returns a table or parser, or null if no
 * schema has it. Returns null after reporting a missing table or label.
 */
export function resolveVariant(
  part: Part,
  path: readonly PropertyKey[],
  logSource: Names,
  sourceOf: (table: string) => SourceSchema | null,
): Omit<MappedVariant, 'shown'> | null {
  const names: Names = {
    ...logSource,
    parameters: { ...logSource.parameters, ...part.parameters },
  };
  const text = (value: string): string => fill(value, names.parameters);
  if (!part.table || !part.label) {
    names.report(path, 'a variant needs a table and a label');
    return null;
  }
  const table = text(part.table);
  const source = sourceOf(table);
  if (!source) {
    names.report([...path, 'table'], `no schema has a table '${table}'`);
    return null;
  }
  const { columns, filters } = source;
  const scope: FieldScope = { ...names, table, columns };
  const named = resolveNamed(part, scope);
  const where = part.where.map(text);
  return {
    table,
    workspaceTable: part.workspaceTable ? text(part.workspaceTable) : null,
    arguments: Object.entries(part.arguments).map(([name, value]) => `${name}=${value}`),
    label: text(part.label),
    where,
    keywords: resolveKeywords(part, scope),
    quality: part.quality ?? 'exact',
    outdated: resolveCurrency(part, names),
    note: part.note ? text(part.note) : null,
    sources: annotationsOf(part, 'exact', path, scope).sources,
    columns,
    filters: filtersFor(filters, where),
    fileNames: fileNamesOf(table, columns, names),
    named,
    field: remember(named, otherFields(part, scope)),
  };
}

/** The fields that have entries of their own. Reports problems of every entry of the part. */
function resolveNamed(part: Part, scope: FieldScope): Map<string, Field> {
  const named = new Map<string, Field>();
  for (const [name, placed] of part.fields) {
    if (isPrefix(name)) resolveField(placed, EXAMPLE, EXAMPLE, scope);
    else {
      const field = resolveField(placed, name, name, scope);
      if (field) named.set(name, field);
    }
  }
  if (part.byDefault) resolveField(part.byDefault, EXAMPLE, EXAMPLE, scope);
  return named;
}

/** What an expression itself writes between values: the texts that it joins them with, and JSON. */
function ownMarks(expression: string): string[] {
  const joints = [...expression.matchAll(/(?<=[(,]\s*)(?:"([^"\\]*)"|'([^'\\]*)')(?=\s*[,)])/g)];
  const json = /\btostring\(/.test(expression) ? ['{"":"","":[{"":""},""]}'] : [];
  return [...joints.map(([, one, other]) => one ?? other ?? ''), ...json];
}

function resolveKeywords({ keywords }: Part, scope: FieldScope): Keywords | null {
  if (!keywords) return null;
  const { entry, path } = keywords;
  return {
    text: fill(entry.expression, scope.parameters),
    marks: [entry.marks ?? '', ...ownMarks(entry.expression)].join('\n'),
    rewrites: findRewrites(entry.rewrite, path, scope),
    ...annotationsOf(entry, 'approximate', path, scope),
  };
}

/** Null for a current table. The file's schema requires date, note and source of the others. */
function resolveCurrency({ currency }: Part, names: Names): Outdated | null {
  if (!currency) return null;
  const { state, since, note, source: id } = currency.entry;
  if (state === 'current' || since === undefined || note === undefined || id === undefined) {
    return null;
  }
  const source = names.sources.get(id);
  if (!source) {
    names.report([...currency.path, 'source'], `sources.yml has no '${id}'`);
    return null;
  }
  return { state, since, note, source };
}

/** How to find a field without its own entry: by the longest prefix, as a column, by default. */
function otherFields(part: Part, scope: FieldScope): (name: string) => Field | null {
  const quiet: FieldScope = { ...scope, report: () => {} };
  const prefixes = [...part.fields]
    .filter(([name]) => isPrefix(name))
    .map(([name, placed]) => ({ prefix: name.slice(0, -1), placed }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return (name) => {
    const found = prefixes.find(({ prefix }) => name.startsWith(prefix));
    if (found) return resolveField(found.placed, name, name.slice(found.prefix.length), quiet);
    if (part.columns === 'same' && Object.hasOwn(scope.columns, name)) {
      const entry = { column: name, sources: [...part.sources] };
      return resolveField({ entry, path: [] }, name, name, quiet);
    }
    const field = part.byDefault && resolveField(part.byDefault, name, name, quiet);
    return field ? { ...field, byDefault: true } : null;
  };
}

function remember(
  named: ReadonlyMap<string, Field>,
  find: (name: string) => Field | null,
): (name: string) => Field | null {
  const met = new Map<string, Field | null>(named);
  return (name) => {
    const known = met.get(name);
    if (known !== undefined) return known;
    const field = SAFE_NAME.test(name) ? find(name) : null;
    if (met.size < REMEMBERED_NAMES) met.set(name, field);
    return field;
  };
}

function isPrefix(name: string): boolean {
  return name.endsWith('*');
}
