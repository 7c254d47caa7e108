import { TARGETS } from '@/lib/target';
import { contentJson, contentText, contentTexts } from './content';
import { readSchemas as parseSchemas, type Schemas } from './kql';
import { currentLogSources } from './log-sources';
import { loadMappings, type Mappings } from './translate';
import type { YamlFile, YamlProblem } from './yaml-file';

/** What translation and proof know besides the rules. */
export interface Knowledge {
  readonly schemas: Schemas;
  readonly mappings: Mappings;
  /** Errors in mapping files. An entry with an error is left out. */
  readonly problems: readonly YamlProblem[];
}

/** Reads and checks the schemas and mappings of a `content/` folder, by default the repository's. */
export function readKnowledge(content?: string): Knowledge {
  // An error in content/log-sources ends a command here, not at the first rule that it affects.
  currentLogSources();
  const schemas = readSchemas(content);
  return { schemas, ...loadMappings(readMappingTexts(content), schemas) };
}

/** All YAML files of `content/mappings`, by their path below it. */
export function readMappingTexts(content?: string): YamlFile[] {
  const shared = ['sources.yml', 'presets.yml', 'results.yml'].map((path) => ({
    path,
    text: contentText(`mappings/${path}`, content),
  }));
  const byTarget = TARGETS.flatMap((target) =>
    contentTexts(`mappings/${target}`, { content }).map(({ path, text }) => ({
      path: `${target}/${path}`,
      text,
    })),
  );
  return [...shared, ...byTarget];
}

/** The tables and parsers of `content/schemas`. */
export function readSchemas(content?: string): Schemas {
  return parseSchemas({
    logAnalytics: contentJson('schemas/log-analytics.json', content),
    defenderXdr: contentJson('schemas/defender-xdr.json', content),
    asim: contentJson('schemas/asim.json', content),
    asimFilters: contentJson('schemas/asim-filters.json', content),
  });
}
