import { createHash } from 'node:crypto';
import { load as loadYaml, YAMLException } from 'js-yaml';
import type { ZodType } from 'zod';
import { type Diagnostic, positionAt, type Span } from '@/lib/diagnostic';
import { columnsOf, type Schemas } from '@/lib/kql';
import { TARGETS, type Target } from '@/lib/target';
import type { Quality, Source } from '../types';
import {
  type FieldEntry,
  type MappingFile,
  mappingFile,
  type PresetsFile,
  presetsFile,
  type SourcesFile,
  sourcesFile,
  type VariantPart,
} from './file-schema';
import type {
  Computed,
  Field,
  Keywords,
  MappedVariant,
  Mapping,
  Mappings,
  Rewrite,
  ValueType,
} from './mapping';
import { type Positions, pathKey, readPositions } from './positions';

export interface MappingText {
  /** Below `content/mappings`: `sources.yml`, `presets.yml`, `<target>/<name>.yml`. */
  readonly path: string;
  readonly text: string;
}

/** A diagnostic of a mapping file; `message` begins with `path:line field`. */
export interface MappingDiagnostic extends Diagnostic {
  readonly path: string;
}

/** Reports one file's problems where they stand. */
class Reporter {
  readonly file: MappingText;
  readonly diagnostics: MappingDiagnostic[];
  private positions: Positions | null = null;

  constructor(file: MappingText, diagnostics: MappingDiagnostic[]) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  report(path: readonly PropertyKey[], message: string, hint?: string): void {
    this.positions ??= readPositions(this.file.text);
    let span: Span | undefined;
    for (let length = path.length; length >= 0 && !span; length--) {
      span = this.positions.get(pathKey(path.slice(0, length)));
    }
    const line = span ? positionAt(this.file.text, span.start).line : 1;
    this.diagnostics.push({
      severity: 'error',
      code: 'translate/bad-mapping',
      path: this.file.path,
      message: `${this.file.path}:${line} ${path.map(String).join('.')}: ${message}`,
      ...(span ? { span } : {}),
      ...(hint ? { hint } : {}),
    });
  }
}

interface Shared {
  readonly presets: ReadonlyMap<string, VariantPart>;
  readonly rewrites: ReadonlyMap<string, Rewrite>;
}

/**
 * Reads `content/mappings` into what the translator works with. `files` are all of its YAML files;
 * `schemas` are the tables of `content/schemas`.
 *
 * Every file is validated: its shape, every name it uses (presets, rewrites, sources, parameters),
 * and every column against the table's schema. What is wrong comes back as `translate/bad-mapping`
 * diagnostics naming file, line and field, and that file's mapping is left out. `checkMappings`
 * verifies the KQL inside as well.
 */
export function loadMappings(
  files: readonly MappingText[],
  schemas: Schemas,
): { mappings: Mappings; diagnostics: MappingDiagnostic[] } {
  const diagnostics: MappingDiagnostic[] = [];
  const hash = createHash('sha256');
  const sources = new Map<string, Source>();
  const shared = new Map<
    string,
    { presets: Map<string, VariantPart>; rewrites: Map<string, Rewrite> }
  >();
  const mappingTexts: { file: MappingText; target: Target }[] = [];
  const presetTexts: { file: MappingText; scope: string }[] = [];

  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const [folder = '', name = ''] = file.path.includes('/')
      ? file.path.split('/')
      : ['', file.path];
    const target = TARGETS.find((known) => known === folder);
    if (folder === '' && name === 'sources.yml') {
      const read = readFile<SourcesFile>(file, sourcesFile, diagnostics);
      for (const [id, source] of Object.entries(read ?? {})) sources.set(id, { id, ...source });
    } else if (name === 'presets.yml' && (folder === '' || target)) {
      presetTexts.push({ file, scope: folder });
    } else if (target) {
      mappingTexts.push({ file, target });
    } else continue;
    hash.update(`${file.path}\0${file.text}\0`);
  }

  for (const { file, scope } of presetTexts) {
    const read = readFile<PresetsFile>(file, presetsFile, diagnostics);
    const presets = new Map(Object.entries(read?.presets ?? {}));
    const rewrites = new Map<string, Rewrite>();
    for (const [name, entry] of Object.entries(read?.rewrites ?? {})) {
      rewrites.set(name, {
        name,
        needs: new RegExp(entry.needs, 'i'),
        always: entry.always ?? false,
        atEnd: entry.atEnd ?? false,
        apply: (value) => entry.expression.replaceAll('{value}', () => value),
      });
    }
    shared.set(scope, { presets, rewrites });
  }

  const all: Mapping[] = [];
  for (const { file, target } of mappingTexts) {
    const read = readFile<MappingFile>(file, mappingFile, diagnostics);
    if (!read) continue;
    const scope: Shared = {
      presets: new Map([
        ...(shared.get('')?.presets ?? []),
        ...(shared.get(target)?.presets ?? []),
      ]),
      rewrites: new Map([
        ...(shared.get('')?.rewrites ?? []),
        ...(shared.get(target)?.rewrites ?? []),
      ]),
    };
    const reporter = new Reporter(file, diagnostics);
    const before = diagnostics.length;
    const made = read.logsources.map((logsource, at): Mapping => {
      const parameters = logsource.with ?? {};
      return {
        target,
        path: file.path,
        logsource: {
          product: logsource.product ?? null,
          category: logsource.category ?? null,
          service: logsource.service ?? null,
        },
        variants: (read.variants ?? []).flatMap((variant, index) => {
          const resolved = resolveVariant(variant, {
            path: ['variants', index],
            // The columns are the same for every log source of the file: told once.
            report:
              at === 0 ? (path, message, hint) => reporter.report(path, message, hint) : () => {},
            shared: scope,
            sources,
            columnsOf: (table) => columnsOf(schemas, target, table),
            parameters,
          });
          return resolved ? [resolved] : [];
        }),
        none: read.none === undefined ? null : fill(read.none, parameters),
      };
    });
    if (diagnostics.length === before) all.push(...made);
  }
  const seen = new Map<string, Mapping>();
  for (const mapping of all) {
    const key = [mapping.target, ...Object.values(mapping.logsource)].join('\0');
    const other = seen.get(key);
    if (other) {
      const { product, category, service } = mapping.logsource;
      diagnostics.push({
        severity: 'error',
        code: 'translate/bad-mapping',
        path: mapping.path,
        message: `${mapping.path}:1 logsources: ${[product, category, service].filter(Boolean).join('/')} is already mapped in ${other.path}`,
      });
    } else seen.set(key, mapping);
  }
  return {
    mappings: { all: [...seen.values()], sources, version: hash.digest('hex') },
    diagnostics,
  };
}

function readFile<T>(
  file: MappingText,
  schema: ZodType<T>,
  diagnostics: MappingDiagnostic[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark?.position ?? 0;
    diagnostics.push({
      severity: 'error',
      code: 'translate/bad-mapping',
      path: file.path,
      message: `${file.path}:${positionAt(file.text, at).line} is not YAML: ${error.reason}`,
      span: { start: at, end: at + 1 },
    });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const reporter = new Reporter(file, diagnostics);
  for (const issue of read.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : null;
    reporter.report(unknown === null ? issue.path : [...issue.path, unknown], issue.message);
  }
  return null;
}

interface Context {
  readonly path: readonly PropertyKey[];
  readonly report: (path: readonly PropertyKey[], message: string, hint?: string) => void;
  readonly shared: Shared;
  readonly sources: ReadonlyMap<string, Source>;
  readonly columnsOf: (table: string) => Readonly<Record<string, string>> | null;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Presets first, in order, then the part itself: later entries win, filters add up. */
function mergeParts(part: VariantPart, context: Context, depth = 0): VariantPart {
  const merged: VariantPart = {};
  const parts: VariantPart[] = [];
  for (const [at, name] of (part.use ?? []).entries()) {
    const preset = context.shared.presets.get(name);
    if (!preset || depth > 8) {
      context.report([...context.path, 'use', at], `no preset is called '${name}'`);
    } else parts.push(mergeParts(preset, context, depth + 1));
  }
  for (const next of [...parts, part]) {
    Object.assign(merged, next, {
      where: [...(merged.where ?? []), ...(next.where ?? [])],
      fields: { ...merged.fields, ...next.fields },
      sources: [...new Set([...(merged.sources ?? []), ...(next.sources ?? [])])],
    });
  }
  return merged;
}

function resolveVariant(written: VariantPart, context: Context): MappedVariant | null {
  const part = mergeParts(written, context);
  const text = (value: string): string => fill(value, context.parameters);
  if (!part.table || !part.label) {
    context.report(context.path, 'a variant needs a table and a label');
    return null;
  }
  const table = text(part.table);
  const columns = context.columnsOf(table);
  if (!columns) {
    context.report([...context.path, 'table'], `no schema has a table '${table}'`);
    return null;
  }
  const resolver = new FieldResolver(context, table, columns);
  const named = new Map<string, Field>();
  const prefixes: { prefix: string; entry: FieldEntry; path: PropertyKey[] }[] = [];
  for (const [name, entry] of Object.entries(part.fields ?? {})) {
    const path = [...context.path, 'fields', name];
    if (name.endsWith('*')) {
      prefixes.push({ prefix: name.slice(0, -1), entry, path });
      // Resolved once with a stand-in so that what is wrong with it is told now.
      resolver.resolve(entry, 'example', path, 'example');
    } else {
      const field = resolver.resolve(entry, name, path, name);
      if (field) named.set(name, field);
    }
  }
  const byDefault = part.default;
  if (byDefault) resolver.resolve(byDefault, 'example', [...context.path, 'default'], 'example');
  prefixes.sort((a, b) => b.prefix.length - a.prefix.length);

  const found = new Map<string, Field | null>(named);
  const quiet = new FieldResolver({ ...context, report: () => {} }, table, columns);
  const lookUp = (name: string): Field | null => {
    // A field's name is a stranger's text and lands inside KQL: what could end a literal is no name.
    if (!/^[\w .:@/-]{1,200}$/.test(name)) return null;
    const prefix = prefixes.find((one) => name.startsWith(one.prefix));
    if (prefix) {
      return quiet.resolve(prefix.entry, name, prefix.path, name.slice(prefix.prefix.length));
    }
    if (part.columns === 'same' && Object.hasOwn(columns, name)) {
      return quiet.resolve({ column: name, sources: part.sources }, name, [], name);
    }
    return byDefault ? quiet.resolve(byDefault, name, [...context.path, 'default'], name) : null;
  };
  let keywords: Keywords | null = null;
  if (part.keywords) {
    const entry = part.keywords;
    const path = [...context.path, 'keywords'];
    keywords = {
      text: text(entry.expression),
      rewrites: resolver.rewrites(entry.rewrite, path),
      ...resolver.described(entry, 'approximate', path),
    };
  }
  return {
    table,
    workspaceTable: part.workspaceTable ? text(part.workspaceTable) : null,
    label: text(part.label),
    where: (part.where ?? []).map(text),
    keywords,
    quality: part.quality ?? 'exact',
    note: part.note ? text(part.note) : null,
    sources: resolver.described(part, 'exact', context.path).sources,
    columns,
    named,
    field(name) {
      const known = found.get(name);
      if (known !== undefined) return known;
      const field = lookUp(name);
      // Rules are hostile input: the memory of names met stays bounded.
      if (found.size < 5_000) found.set(name, field);
      return field;
    },
  };
}

class FieldResolver {
  private readonly context: Context;
  private readonly table: string;
  private readonly columns: Readonly<Record<string, string>>;

  constructor(context: Context, table: string, columns: Readonly<Record<string, string>>) {
    this.context = context;
    this.table = table;
    this.columns = columns;
  }

  /** `rest` is what an entry by prefix leaves of the field's name. */
  resolve(entry: FieldEntry, name: string, path: PropertyKey[], rest: string): Field | null {
    if (entry.none !== undefined) {
      return { kind: 'none', reason: entry.none, ...this.described(entry, 'exact', path) };
    }
    if (entry.constant) {
      const values = entry.constant.map((value) => fill(value, this.context.parameters));
      return { kind: 'constant', values, ...this.described(entry, 'derived', path) };
    }
    const predicates = new Map(
      Object.entries(entry.when ?? {}).map(([value, kql]) => [value.toLowerCase(), kql]),
    );
    if (entry.when && entry.column === undefined && entry.expression === undefined) {
      return { kind: 'when', predicates, ...this.described(entry, 'derived', path) };
    }
    if (entry.hashes) {
      const columns = new Map<string, Computed>();
      for (const [algorithm, text] of Object.entries(entry.hashes)) {
        if (/^\w+$/.test(text) && !this.columns[text]) {
          this.noColumn(text, [...path, 'hashes', algorithm]);
        }
        columns.set(algorithm.toUpperCase(), plainText(text));
      }
      const whole = entry.whole === undefined ? null : plainText(entry.whole);
      return { kind: 'hashes', columns, whole, ...this.described(entry, 'derived', path) };
    }
    const computed = this.compute(entry, name, path, rest);
    if (!computed) return null;
    const described = this.described(entry, computed.isColumn ? 'exact' : 'derived', path);
    if (entry.values) {
      const values = new Map(
        Object.entries(entry.values).map(([value, columnValues]) => [
          value.toLowerCase(),
          columnValues,
        ]),
      );
      return {
        kind: 'values',
        values,
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
    return {
      kind: 'value',
      ...computed,
      ...described,
      ...(predicates.size > 0 ? { when: predicates } : {}),
      ...(entry.starting
        ? { starting: { with: entry.starting.with, column: plainText(entry.starting.expression) } }
        : {}),
    };
  }

  private compute(
    entry: FieldEntry,
    name: string,
    path: PropertyKey[],
    rest: string,
  ): Computed | null {
    const rewrites = this.rewrites(entry.rewrite, path);
    const required = entry.required ?? false;
    const shared = {
      required,
      rewrites,
      elements: entry.elements ?? null,
      accepts: entry.accepts === undefined ? null : new RegExp(entry.accepts),
    };
    if (entry.column !== undefined) {
      const type = this.columns[entry.column];
      if (!type) {
        this.noColumn(entry.column, [...path, 'column']);
        return null;
      }
      if (type === 'dynamic') {
        const text = `tostring(${entry.column})`;
        return { text, isColumn: false, type: 'string', ...shared };
      }
      const known = type === 'decimal' ? 'real' : type;
      return { text: entry.column, isColumn: true, type: known as ValueType, ...shared };
    }
    const type = entry.type ?? 'string';
    const text =
      entry.path === undefined
        ? fill(entry.expression ?? '', { ...this.context.parameters, field: name })
        : typed(fill(entry.path, this.context.parameters) + members(rest), type);
    return { text, isColumn: false, type, ...shared };
  }

  rewrites(names: readonly string[] | undefined, path: PropertyKey[]): Rewrite[] {
    return (names ?? []).flatMap((name, at) => {
      const rewrite = this.context.shared.rewrites.get(name);
      if (rewrite) return [rewrite];
      this.context.report([...path, 'rewrite', at], `no rewrite is called '${name}'`);
      return [];
    });
  }

  described(
    entry: {
      quality?: Quality | undefined;
      sources?: string[] | undefined;
      note?: string | undefined;
    },
    quality: Quality,
    path: readonly PropertyKey[],
  ): { quality: Quality; sources: readonly Source[]; note?: string } {
    const sources = (entry.sources ?? []).flatMap((id, at) => {
      const source = this.context.sources.get(id);
      if (source) return [source];
      this.context.report([...path, 'sources', at], `sources.yml has no '${id}'`);
      return [];
    });
    return {
      quality: entry.quality ?? quality,
      sources,
      ...(entry.note ? { note: fill(entry.note, this.context.parameters) } : {}),
    };
  }

  private noColumn(column: string, path: PropertyKey[]): void {
    const lower = column.toLowerCase();
    const near = Object.keys(this.columns).find((one) => one.toLowerCase() === lower);
    this.context.report(
      path,
      `${this.table} has no column '${column}'`,
      near ? `Write ${near}.` : undefined,
    );
  }
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
  };
}

function typed(text: string, type: ValueType): string {
  return `to${type}(${text})`;
}

/** `a.b c` as KQL member access: `.a['b c']`. */
function members(path: string): string {
  return path
    .split('.')
    .map((name) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
        ? `.${name}`
        : `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`,
    )
    .join('');
}

/** Fills in `{name}` where a parameter is called so. */
function fill(text: string, parameters: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z][A-Za-z]*)\}/g, (whole, name: string) => {
    return parameters[name] ?? whole;
  });
}
