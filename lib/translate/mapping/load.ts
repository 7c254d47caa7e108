import { createHash } from 'node:crypto';
import { type Schemas, sourcesOf } from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import { TARGETS, type Target } from '@/lib/target';
import { readYamlFile, reportOn, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import type { Source } from '../types';
import {
  type MappingFile,
  mappingFile,
  type ResultsFile,
  resultsFile,
  type SourcesFile,
  sourcesFile,
} from './file-schema';
import type { Mapping, Mappings } from './mapping';
import { mergePresets, readPart } from './parts';
import { readOwnPresets, readPresetsFile, type SharedPresets, vocabularyOf } from './presets';
import { resolveVariant } from './resolve-variant';
import { shownOf } from './shown';
import { fill } from './template';

/**
 * Reads `content/mappings` into what the translator works with. `files` are all of its YAML files;
 * `schemas` are the tables of `content/schemas`.
 *
 * Checks every file: its shape, every name it uses (presets, rewrites, sources, parameters), and every
 * column against the schema of its table. Problems come back with file, line and field, and the
 * mappings of that file are left out. `checkMappings` also
 * checks the KQL inside.
 */
export function loadMappings(
  files: readonly YamlFile[],
  schemas: Schemas,
): { mappings: Mappings; problems: YamlProblem[] } {
  const problems: YamlProblem[] = [];
  const places = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((file) => placeOf(file) ?? []);
  const sources = new Map<string, Source>();
  const shared: SharedPresets[] = [];
  let results: ResultsFile | null = null;
  for (const { kind, file, target } of places) {
    if (kind === 'sources') {
      const read = readYamlFile<SourcesFile>(file, sourcesFile, problems);
      for (const [id, source] of Object.entries(read ?? {})) sources.set(id, { id, ...source });
    }
    if (kind === 'results') results = readYamlFile<ResultsFile>(file, resultsFile, problems);
    if (kind === 'presets') shared.push(readPresetsFile(file, target, problems));
  }
  const all: Mapping[] = [];
  for (const { kind, file, target } of places) {
    if (kind !== 'mapping') continue;
    const before = problems.length;
    const made = readMappingFile(file, { target, shared, sources, schemas, results, problems });
    if (problems.length === before) addAll(all, made);
  }
  const version = createHash('sha256');
  for (const { file } of places) version.update(`${file.path}\0${file.text}\0`);
  return {
    mappings: { all: withoutRepeats(all, problems), sources, version: version.digest('hex') },
    problems,
  };
}

type Place =
  | { kind: 'sources' | 'results'; file: YamlFile; target: null }
  | { kind: 'presets'; file: YamlFile; target: Target | null }
  | { kind: 'mapping'; file: YamlFile; target: Target };

/** The kind of file by its path. Null for a path that the loader does not know. */
function placeOf(file: YamlFile): Place | null {
  if (file.path === 'sources.yml') return { kind: 'sources', file, target: null };
  if (file.path === 'results.yml') return { kind: 'results', file, target: null };
  if (file.path === 'presets.yml') return { kind: 'presets', file, target: null };
  const [folder, name] = file.path.split('/');
  const target = TARGETS.find((known) => known === folder);
  if (!target || !name) return null;
  return { kind: name === 'presets.yml' ? 'presets' : 'mapping', file, target };
}

interface Surroundings {
  readonly target: Target;
  readonly shared: readonly SharedPresets[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly schemas: Schemas;
  readonly results: ResultsFile | null;
  readonly problems: YamlProblem[];
}

/** One mapping for each log source of the file. */
function readMappingFile(file: YamlFile, around: Surroundings): Mapping[] {
  const { target, shared, sources, schemas, results, problems } = around;
  const read = readYamlFile<MappingFile>(file, mappingFile, problems);
  if (!read) return [];
  const report = reportOn(file, problems);
  const { presets, rewrites, fileNames } = vocabularyOf(
    target,
    shared,
    readOwnPresets(read, report),
  );
  const parts = (read.variants ?? []).map((variant, index) => {
    const path = ['variants', index];
    return { path, part: mergePresets(readPart(variant, path, report), path, presets, report) };
  });
  return read.logsources.map(({ product, category, service, with: parameters }): Mapping => {
    const names = { rewrites, fileNames, sources, parameters: parameters ?? {}, report };
    return {
      target,
      path: file.path,
      logsource: { product: product ?? null, category: category ?? null, service: service ?? null },
      variants: parts.flatMap(({ part, path }) => {
        const variant = resolveVariant(
          part,
          path,
          names,
          (table) => sourcesOf(schemas, target).get(table) ?? null,
        );
        return variant ? [{ ...variant, shown: shownOf(results, variant, category) }] : [];
      }),
      none: read.none === undefined ? null : fill(read.none, names.parameters),
    };
  });
}

/** The first mapping of each log source; reports the others. */
function withoutRepeats(all: readonly Mapping[], problems: YamlProblem[]): Mapping[] {
  const seen = new Map<string, Mapping>();
  for (const mapping of all) {
    const key = [mapping.target, ...Object.values(mapping.logsource)].join('\0');
    const other = seen.get(key);
    if (other) {
      const { product, category, service } = mapping.logsource;
      problems.push({
        path: mapping.path,
        message: `${mapping.path}:1 logsources: ${[product, category, service].filter(Boolean).join('/')} is already mapped in ${other.path}`,
      });
    } else seen.set(key, mapping);
  }
  return [...seen.values()];
}
