import { contentTexts } from '@/lib/content';
import { addAll } from '@/lib/long-lists';
import {
  type ReportAt,
  readYamlFile,
  reportIssues,
  reportOn,
  type YamlFile,
  type YamlPath,
  type YamlProblem,
} from '@/lib/yaml-file';
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

/** The repository's connectors. Throws with every problem when a file has one. */
export function readConnectors(content?: string): Connector[] {
  const { connectors, problems } = loadConnectors(contentTexts('connectors', { content }));
  if (problems.length > 0) {
    const all = problems.map(({ message }) => message).join('\n');
    throw new Error(`content/connectors has errors:\n${all}`);
  }
  return connectors;
}

/**
 * Checks and compiles the YAML files of `content/connectors`, in the order of the files and of their
 * entries. Skips a file with a problem and reports it: a wrong shape, an unknown name, or a log source
 * that a table lists twice.
 */
export function loadConnectors(files: readonly YamlFile[]): {
  connectors: Connector[];
  problems: YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const tables = readValues(files, problems);
  const shared = readPresets(files, tables, problems);
  const connectors: Connector[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    if (file.path === VALUES || file.path === PRESETS) continue;
    const read = readYamlFile(file, connectorFile, problems);
    if (!read) continue;
    const report = reportOn(file, problems);
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
    for (const [, entry] of entries) addAll(connectors, compileConnector(entry, table, tables));
  }
  return { connectors, problems };
}

/** The entries of a file with their presets applied, each with its place in the list. */
function readEntries(
  file: ConnectorFile,
  shared: ConnectorPresets,
  report: ReportAt,
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
    reportIssues(read.error.issues, ['connectors', at], report);
    return [];
  });
}

function readPresets(
  files: readonly YamlFile[],
  tables: ValueTables,
  problems: YamlProblem[],
): ConnectorPresets {
  const file = files.find(({ path }) => path === PRESETS);
  const read = file ? readYamlFile(file, connectorPresetsFile, problems) : null;
  if (file && read) reportUnknownValues(read, tables, reportOn(file, problems));
  return new Map(Object.entries(read ?? {}));
}

function reportUnknownValues(read: unknown, tables: ValueTables, report: ReportAt): void {
  for (const [where, name] of namedTables(read, [])) {
    if (!tables.has(name)) report(where, `values.yml has no '${name}'`);
  }
}

function readValues(files: readonly YamlFile[], problems: YamlProblem[]): ValueTables {
  const file = files.find(({ path }) => path === VALUES);
  const read = file ? readYamlFile(file, connectorValuesFile, problems) : null;
  return new Map(
    Object.entries(read ?? {}).map(([name, { values }]) => [name, valueTable(values)]),
  );
}

/** Tables of `values.yml` that a file names, with the place of each name. */
function namedTables(value: unknown, path: YamlPath): [YamlPath, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [YamlPath, string][] => {
    const where = [...path, key];
    const names = key === 'values' || (key === 'in' && path.includes('only'));
    return names && typeof inner === 'string' ? [[where, inner]] : namedTables(inner, where);
  });
}

/** Identifies what may exist only once: a log source in a table of a target. */
function placesOf(entry: ConnectorEntry, table: string, path: YamlPath): [YamlPath, string][] {
  return entry.logsources.flatMap((source, at) =>
    [table, ...(entry.alsoIn ?? [])].map((name): [YamlPath, string] => [
      [...path, 'logsources', at],
      JSON.stringify([entry.target, name, source.product, source.category, source.service]),
    ]),
  );
}
