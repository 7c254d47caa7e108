import type { Target } from '@/lib/target';
import {
  type ReportAt,
  readYamlFile,
  reportOn,
  type YamlFile,
  type YamlProblem,
} from '@/lib/yaml-file';
import {
  type FileNameEntry,
  type MappingFile,
  type PresetsFile,
  presetsFile,
  type WrittenPart,
} from './file-schema';
import type { Rewrite } from './mapping';
import { type Part, readPart } from './parts';

/** What a mapping may name, presets for `use` and rewrites for `rewrite`, and what holds for tables. */
export interface Vocabulary {
  readonly presets: ReadonlyMap<string, Part>;
  readonly rewrites: ReadonlyMap<string, Rewrite>;
  readonly fileNames: readonly FileNameEntry[];
}

/** A `presets.yml` for one target, or for all if `target` is null. */
export interface SharedPresets extends Vocabulary {
  readonly target: Target | null;
}

/** Reads a `presets.yml`; from a file with problems, returns the valid entries and reports the rest. */
export function readPresetsFile(
  file: YamlFile,
  target: Target | null,
  problems: YamlProblem[],
): SharedPresets {
  const read = readYamlFile<PresetsFile>(file, presetsFile, problems);
  const report = reportOn(file, problems);
  return {
    target,
    presets: readPresets(read?.presets, report),
    rewrites: new Map(
      Object.entries(read?.rewrites ?? {}).map(([name, entry]) => [
        name,
        {
          name,
          needs: new RegExp(entry.needs, 'i'),
          always: entry.always ?? false,
          atEnd: entry.atEnd ?? false,
          ifEmpty: entry.ifEmpty ?? false,
          apply: (value: string) => entry.expression.replaceAll('{value}', () => value),
        },
      ]),
    ),
    fileNames: read?.fileNames ?? [],
  };
}

/**
 * What one mapping file may name. If presets share a name, the file's own wins over its target's,
 * which wins over the one for all targets.
 */
export function vocabularyOf(
  target: Target,
  shared: readonly SharedPresets[],
  own: ReadonlyMap<string, Part>,
): Vocabulary {
  const near = [null, target].flatMap((one) => shared.filter((file) => file.target === one));
  return {
    presets: new Map([...near.flatMap(({ presets }) => [...presets]), ...own]),
    rewrites: new Map(near.flatMap(({ rewrites }) => [...rewrites])),
    fileNames: near.flatMap(({ fileNames }) => fileNames),
  };
}

/** Reads the presets that a mapping file keeps to itself, and reports those that nothing in it uses. */
export function readOwnPresets(file: MappingFile, report: ReportAt): Map<string, Part> {
  const presets = readPresets(file.presets, report);
  const used = new Set(
    [...(file.variants ?? []), ...Object.values(file.presets ?? {})].flatMap(
      ({ use }) => use ?? [],
    ),
  );
  for (const name of presets.keys()) {
    if (!used.has(name)) report(['presets', name], `nothing in this file uses preset '${name}'`);
  }
  return presets;
}

function readPresets(
  written: Record<string, WrittenPart> | undefined,
  report: ReportAt,
): Map<string, Part> {
  return new Map(
    Object.entries(written ?? {}).map(([name, part]) => [
      name,
      readPart(part, ['presets', name], report),
    ]),
  );
}
