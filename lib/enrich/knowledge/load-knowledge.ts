import type { SourceKind } from '@/lib/log-sources';
import { readYamlFile, reportOn, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import {
  type AdviceFile,
  adviceFile,
  type ProgramFile,
  programFile,
  type Responses,
  responsesFile,
  techniqueWordsFile,
} from './file-schema';

/** What enrichment knows besides the rule and ATT&CK. */
export interface EnrichKnowledge {
  readonly advice: ReadonlyMap<SourceKind, AdviceFile>;
  readonly responses: Responses;
  /** By file name and original name, in lower case. */
  readonly programs: ReadonlyMap<string, ProgramFile>;
  /** By technique, in lower case. */
  readonly techniqueWords: ReadonlyMap<string, readonly string[]>;
}

/** The YAML files of `content/knowledge`, by folder. */
export interface KnowledgeTexts {
  readonly advice: readonly YamlFile[];
  readonly programs: readonly YamlFile[];
  readonly responses: YamlFile;
  readonly techniqueWords: YamlFile;
}

/**
 * Reads `content/knowledge`. Returns a problem for each fault, with file, line and field, and leaves out
 * the entry at fault. A program that two files name belongs to the first.
 */
export function loadKnowledge(texts: KnowledgeTexts): {
  knowledge: EnrichKnowledge;
  problems: readonly YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const advice = new Map<SourceKind, AdviceFile>();
  for (const file of texts.advice) {
    const one = readYamlFile(file, adviceFile, problems);
    if (!one) continue;
    if (advice.has(one.kind)) {
      reportOn(file, problems)(['kind'], `another file has the advice for '${one.kind}'`);
    } else advice.set(one.kind, one);
  }
  const programs = new Map<string, ProgramFile>();
  for (const file of texts.programs) {
    const one = readYamlFile(file, programFile, problems);
    if (!one) continue;
    const report = reportOn(file, problems);
    for (const [at, name] of one.programs.entries()) {
      const other = programs.get(name);
      if (other) report(['programs', at], `'${name}' is in the entry of ${other.name} too`);
      else programs.set(name, one);
    }
  }
  const responses = readYamlFile(texts.responses, responsesFile, problems) ?? {};
  const words = readYamlFile(texts.techniqueWords, techniqueWordsFile, problems) ?? {};
  const techniqueWords = new Map(Object.entries(words));
  return { knowledge: { advice, responses, programs, techniqueWords }, problems };
}
