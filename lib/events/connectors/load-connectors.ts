import { load as loadYaml, YAMLException } from 'js-yaml';
import type { ZodError, ZodType } from 'zod';
import { type ContentText, contentTexts } from '@/lib/content';
import { positionAt } from '@/lib/diagnostic';
import { pathKey, readPositions } from '@/lib/yaml-positions';
import { applyPresets, type ConnectorPresets, presetsFor, usedPresets } from './apply-presets';
import { compileConnector, type ValueTables, valueTable } from './compile-connector';
import type { Connector } from './connector';
import {
  type ConnectorEntry,
  type ConnectorFile,
  connector,
  connectorFile,
  connectorPresetsFile,
  connectorValuesFile,
} from './file-schema';

/** The files of the folder that belong to no table. */
const VALUES = 'values.yml';
const PRESETS = 'presets.yml';

/** Something wrong in a connector file. `message` begins with `path:line key`. */
export interface ConnectorProblem {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly message: string;
}

/** The repository's connectors. Throws with every problem when a file has one. */
export function readConnectors(content?: string): Connector[] {
  const { connectors, problems } = loadConnectors(contentTexts('connectors', content));
  if (problems.length > 0) {
    const all = problems.map(({ message }) => message).join('\n');
    throw new Error(`content/connectors has errors:\n${all}`);
  }
  return connectors;
}

/**
 * Checks the YAML files of `content/connectors` and turns them into code, in the order of the files and
 * of the entries in each. A file with a problem is left out and the problem reported: its place and
 * shape, a name that nothing has, a log source that one table gets twice.
 */
export function loadConnectors(files: readonly ContentText[]): {
  connectors: Connector[];
  problems: ConnectorProblem[];
} {
  const problems: ConnectorProblem[] = [];
  const tables = readValues(files, problems);
  const shared = readPresets(files, tables, problems);
  const connectors: Connector[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    if (file.path === VALUES || file.path === PRESETS) continue;
    const read = readFile(file, connectorFile, problems);
    if (!read) continue;
    const report = reporter(file, problems);
    const before = problems.length;
    const table = file.path.replace(/\.yml$/, '');
    reportUnknownValues(read, tables, report);
    const entries = readEntries(read, shared, report);
    for (const [at, entry] of entries) {
      for (const [where, key] of placesOf(entry, table, ['connectors', at])) {
        if (seen.has(key)) report(where, `${table} already has a row for this log source`);
        seen.add(key);
      }
    }
    if (problems.length > before) continue;
    for (const [, entry] of entries) connectors.push(...compileConnector(entry, table, tables));
  }
  return { connectors, problems };
}

type Report = (path: Place, message: string) => void;

/** The entries of a file with their presets applied, each with its place in the list. */
function readEntries(
  file: ConnectorFile,
  shared: ConnectorPresets,
  report: Report,
): [at: number, entry: ConnectorEntry][] {
  const presets = presetsFor(file, shared);
  const used = new Set(file.connectors.flatMap(usedPresets));
  for (const name of Object.keys(file.presets ?? {})) {
    if (!used.has(name)) report(['presets', name], 'no entry uses this preset');
  }
  return file.connectors.flatMap((written, at): [number, ConnectorEntry][] => {
    const unknown = usedPresets(written).filter((name) => !presets.has(name));
    for (const name of unknown) report(['connectors', at, 'use'], `no preset is called '${name}'`);
    if (unknown.length > 0) return [];
    const read = connector.safeParse(applyPresets(written, presets));
    if (read.success) return [[at, read.data]];
    for (const { path, message } of flatIssues(read.error.issues)) {
      report(['connectors', at, ...path], message);
    }
    return [];
  });
}

function readPresets(
  files: readonly ContentText[],
  tables: ValueTables,
  problems: ConnectorProblem[],
): ConnectorPresets {
  const file = files.find(({ path }) => path === PRESETS);
  const read = file ? readFile(file, connectorPresetsFile, problems) : null;
  if (file && read) reportUnknownValues(read, tables, reporter(file, problems));
  return new Map(Object.entries(read ?? {}));
}

function reportUnknownValues(read: unknown, tables: ValueTables, report: Report): void {
  for (const [where, name] of namedTables(read, [])) {
    if (!tables.has(name)) report(where, `values.yml has no '${name}'`);
  }
}

function readValues(files: readonly ContentText[], problems: ConnectorProblem[]): ValueTables {
  const file = files.find(({ path }) => path === VALUES);
  const read = file ? readFile(file, connectorValuesFile, problems) : null;
  return new Map(
    Object.entries(read ?? {}).map(([name, { values }]) => [name, valueTable(values)]),
  );
}

type Place = readonly PropertyKey[];

/** Tables of `values.yml` that a file names, with the place of each name. */
function namedTables(value: unknown, path: Place): [Place, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [Place, string][] => {
    const where = [...path, key];
    const names = key === 'values' || (key === 'in' && path.includes('only'));
    return names && typeof inner === 'string' ? [[where, inner]] : namedTables(inner, where);
  });
}

/** What may exist once: a target's table with one log source. */
function placesOf(entry: ConnectorEntry, table: string, path: Place): [Place, string][] {
  return entry.logsources.flatMap((source, at) =>
    [table, ...(entry.alsoIn ?? [])].map((name): [Place, string] => [
      [...path, 'logsources', at],
      JSON.stringify([entry.target, name, source.product, source.category, source.service]),
    ]),
  );
}

function readFile<T>(
  file: ContentText,
  schema: ZodType<T>,
  problems: ConnectorProblem[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line } = positionAt(file.text, error.mark?.position ?? 0);
    const message = `${file.path}:${line} is not YAML: ${error.reason}`;
    problems.push({ path: file.path, line, message });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const report = reporter(file, problems);
  for (const issue of flatIssues(read.error.issues)) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    report([...issue.path, ...unknown], issue.message);
  }
  return null;
}

type Issues = ZodError['issues'];

/** Of a union's branches only the one for this kind of value: what it misses is what is wrong. */
function flatIssues(issues: Issues, prefix: Place = []): Issues {
  return issues.flatMap((issue): Issues => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union') return [{ ...issue, path }];
    const branch = issue.errors.find(
      (found) => !found.some((one) => one.path.length === 0 && one.code === 'invalid_type'),
    );
    return branch ? flatIssues(branch, path) : [{ ...issue, path }];
  });
}

function reporter(file: ContentText, problems: ConnectorProblem[]): Report {
  return (path, message) => {
    const positions = readPositions(file.text);
    const place = path
      .map((_, at) => positions.get(pathKey(path.slice(0, path.length - at))))
      .find((found) => found !== undefined);
    const { line } = positionAt(file.text, place?.start ?? 0);
    const text = `${file.path}:${line} ${path.map(String).join('.')}: ${message}`;
    problems.push({ path: file.path, line, message: text });
  };
}
