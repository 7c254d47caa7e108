import type { ZodType } from 'zod';
import type { SourceKind } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';
import {
  readYamlFile,
  reportOn,
  type YamlFile,
  type YamlPath,
  type YamlProblem,
} from '@/lib/yaml-file';
import {
  type ActionFile,
  type AdviceFile,
  actionFile,
  adviceFile,
  type ProgramFile,
  programFile,
  type RecordFile,
  type Responses,
  recordFile,
  responsesFile,
  type TechniqueFile,
  techniqueFile,
  techniqueWordsFile,
} from './file-schema';

/** What enrichment knows besides the rule and ATT&CK. */
export interface EnrichKnowledge {
  readonly advice: ReadonlyMap<SourceKind, AdviceFile>;
  readonly responses: Responses;
  /** By file name and original name, in lower case. */
  readonly programs: ReadonlyMap<string, ProgramFile>;
  /** By id. */
  readonly techniques: ReadonlyMap<string, TechniqueFile>;
  readonly actions: readonly ActionFile[];
  /** By product, category and service, as `logSourceKey` joins them. */
  readonly records: ReadonlyMap<string, RecordFile>;
  /** By technique, in lower case. */
  readonly techniqueWords: ReadonlyMap<string, readonly string[]>;
}

/** A log source as the key of `records`; a part that is missing stands for any. */
function logSourceKey(parts: {
  readonly product?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly service?: string | null | undefined;
}): string {
  return [parts.product, parts.category, parts.service].map((part) => part ?? '*').join('/');
}

/** The YAML files of `content/knowledge`, by folder. */
export interface KnowledgeTexts {
  readonly advice: readonly YamlFile[];
  readonly programs: readonly YamlFile[];
  readonly techniques: readonly YamlFile[];
  readonly actions: readonly YamlFile[];
  readonly logSources: readonly YamlFile[];
  readonly responses: YamlFile;
  readonly techniqueWords: YamlFile;
}

/**
 * Reads `content/knowledge`. Returns a problem for each fault, with file, line and field, and leaves out
 * the entry at fault. A key that two files have, such as a program, belongs to the first.
 */
export function loadKnowledge(texts: KnowledgeTexts): {
  knowledge: EnrichKnowledge;
  problems: readonly YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const advice = readByKey(texts.advice, adviceFile, problems, ({ kind }) => [[kind, ['kind']]]);
  const programs = readByKey(texts.programs, programFile, problems, (one) =>
    one.programs.map((name, at) => [name, ['programs', at]]),
  );
  const techniques = readByKey(texts.techniques, techniqueFile, problems, ({ technique }) => [
    [technique, ['technique']],
  ]);
  const records = readByKey(texts.logSources, recordFile, problems, (one) =>
    one.of.map((parts, at) => [logSourceKey(parts), ['of', at]]),
  );
  const actions = texts.actions.flatMap((file) => readYamlFile(file, actionFile, problems) ?? []);
  const responses = readYamlFile(texts.responses, responsesFile, problems) ?? {};
  const words = readYamlFile(texts.techniqueWords, techniqueWordsFile, problems) ?? {};
  const techniqueWords = new Map(Object.entries(words));
  return {
    knowledge: { advice, responses, programs, techniques, actions, records, techniqueWords },
    problems,
  };
}

/** Entries by the keys that each has, with the place of each key in its file. A key belongs to one file. */
function readByKey<K extends string, T>(
  files: readonly YamlFile[],
  schema: ZodType<T>,
  problems: YamlProblem[],
  keysOf: (entry: T) => readonly (readonly [K, YamlPath])[],
): Map<K, T> {
  const entries = new Map<K, T>();
  const owners = new Map<K, string>();
  for (const file of files) {
    const entry = readYamlFile(file, schema, problems);
    if (!entry) continue;
    const report = reportOn(file, problems);
    for (const [key, path] of keysOf(entry)) {
      const owner = owners.get(key);
      if (owner) report(path, `'${key}' is in ${owner} too`);
      else {
        owners.set(key, file.path);
        entries.set(key, entry);
      }
    }
  }
  return entries;
}

/**
 * The entry for a log source: of all its parts, or else the one that leaves out fewest of them. An entry for a
 * product alone holds only for rules that name nothing more. Null if there is none.
 */
export function recordFor(knowledge: EnrichKnowledge, source: LogSource): RecordFile | null {
  const { product, category, service } = source;
  const named = category ?? service;
  const tries = named
    ? [
        { product, category, service },
        { product, category },
        { product, service },
        { category },
        { service },
      ].filter((parts) => parts.category ?? parts.service)
    : [{ product }];
  for (const parts of tries) {
    const found = knowledge.records.get(logSourceKey(parts));
    if (found) return found;
  }
  return null;
}
