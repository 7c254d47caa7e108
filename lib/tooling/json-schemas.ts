/**
 * Writes the JSON Schemas that editors check and complete the YAML of `content/` with:
 *
 *     npm run schemas
 *
 * Each kind of file has its schema in `content/json-schemas/<kind>.json`, made from the zod type with which
 * its loader checks it. `.vscode/settings.json` says which files have which schema.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type ZodType, z } from 'zod';
import {
  attackFile,
  connectorsFile,
  deploySourcesFile,
  entitiesFile,
  identifiersFile,
  limitsFile,
  nearRealTimeFile,
  splitFile,
  waysFile,
} from '@/lib/deploy/file-schema';
import {
  actionFile,
  adviceFile,
  notesFile,
  programFile,
  recordFile,
  responsesFile,
  techniqueFile,
  techniqueWordsFile,
} from '@/lib/enrich/knowledge/file-schema';
import {
  connectorFile,
  connectorPresetsFile,
  connectorValuesFile,
} from '@/lib/events/connectors/file-schema';
import { asimSourcesFile } from '@/lib/log-sources/asim-sources';
import { fieldNamesFile, logSourceFile } from '@/lib/log-sources/file-schema';
import { tableConnectorsFile } from '@/lib/log-sources/table-connectors';
import { reviewFile } from '@/lib/model-text/review';
import { pivotFile } from '@/lib/pivots/file-schema';
import {
  mappingFile,
  presetsFile,
  resultsFile,
  sourcesFile,
} from '@/lib/translate/mapping/file-schema';

interface ContentKind {
  readonly kind: string;
  /** Globs of its files below `content/`; `!` leaves files out. */
  readonly files: readonly string[];
  readonly schema: ZodType;
}

/** Every kind of YAML file in `content/` that has a schema. */
export const CONTENT_KINDS: readonly ContentKind[] = [
  {
    kind: 'mapping',
    files: ['mappings/*/*.yml', '!mappings/*/presets.yml'],
    schema: mappingFile,
  },
  { kind: 'presets', files: ['mappings/**/presets.yml'], schema: presetsFile },
  { kind: 'results', files: ['mappings/results.yml'], schema: resultsFile },
  { kind: 'sources', files: ['mappings/sources.yml'], schema: sourcesFile },
  {
    kind: 'log-source',
    files: ['log-sources/*.yml', '!log-sources/fields.yml'],
    schema: logSourceFile,
  },
  { kind: 'field-names', files: ['log-sources/fields.yml'], schema: fieldNamesFile },
  {
    kind: 'connector',
    files: ['connectors/*.yml', '!connectors/presets.yml', '!connectors/values.yml'],
    schema: connectorFile,
  },
  {
    kind: 'connector-presets',
    files: ['connectors/presets.yml'],
    schema: connectorPresetsFile,
  },
  { kind: 'asim-sources', files: ['asim-sources.yml'], schema: asimSourcesFile },
  { kind: 'table-connectors', files: ['table-connectors.yml'], schema: tableConnectorsFile },
  { kind: 'connector-values', files: ['connectors/values.yml'], schema: connectorValuesFile },
  {
    kind: 'entities',
    files: ['entities/*.yml', '!entities/split.yml'],
    schema: entitiesFile,
  },
  { kind: 'entity-split', files: ['entities/split.yml'], schema: splitFile },
  { kind: 'deploy-limits', files: ['deploy/limits.yml'], schema: limitsFile },
  { kind: 'deploy-sources', files: ['deploy/sources.yml'], schema: deploySourcesFile },
  { kind: 'deploy-attack', files: ['deploy/attack.yml'], schema: attackFile },
  { kind: 'deploy-connectors', files: ['deploy/connectors.yml'], schema: connectorsFile },
  { kind: 'deploy-identifiers', files: ['deploy/identifiers.yml'], schema: identifiersFile },
  { kind: 'deploy-ways', files: ['deploy/ways.yml'], schema: waysFile },
  { kind: 'advice', files: ['knowledge/advice/*.yml'], schema: adviceFile },
  { kind: 'program', files: ['knowledge/programs/*.yml'], schema: programFile },
  { kind: 'technique', files: ['knowledge/techniques/*.yml'], schema: techniqueFile },
  { kind: 'action', files: ['knowledge/actions/*.yml'], schema: actionFile },
  { kind: 'rule-notes', files: ['knowledge/rules/*.yml'], schema: notesFile },
  { kind: 'record', files: ['knowledge/log-sources/*.yml'], schema: recordFile },
  { kind: 'review', files: ['reviews/*.yml'], schema: reviewFile },
  { kind: 'pivots', files: ['pivots/*.yml'], schema: pivotFile },
  { kind: 'responses', files: ['knowledge/responses.yml'], schema: responsesFile },
  {
    kind: 'technique-words',
    files: ['knowledge/technique-words.yml'],
    schema: techniqueWordsFile,
  },
  { kind: 'near-real-time', files: ['deploy/near-real-time.yml'], schema: nearRealTimeFile },
];

/** A generated file: its path below the repository's root, and its text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The JSON Schema of every kind of content file, in draft 7, which YAML editors support best. */
export function schemaFiles(): GeneratedFile[] {
  return CONTENT_KINDS.map(({ kind, schema }) => {
    const made = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
    return {
      path: schemaPath(kind),
      text: `${JSON.stringify({ title: `Watchfloor ${kind} file`, ...made }, null, 2)}\n`,
    };
  });
}

/** The text of `.vscode/settings.json` with new `yaml.schemas`; other settings stay. */
export function editorSettings(current: string): string {
  const schemas = CONTENT_KINDS.map(({ kind, files }) => [
    `./${schemaPath(kind)}`,
    files.map((glob) => glob.replace(/^!?/, (not) => `${not}content/`)),
  ]);
  const settings = { ...JSON.parse(current), 'yaml.schemas': Object.fromEntries(schemas) };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function schemaPath(kind: string): string {
  return `content/json-schemas/${kind}.json`;
}

if (import.meta.filename === process.argv[1]) {
  const root = join(import.meta.dirname, '../..');
  const settings = join(root, '.vscode/settings.json');
  mkdirSync(join(root, 'content/json-schemas'), { recursive: true });
  for (const { path, text } of schemaFiles()) writeFileSync(join(root, path), text);
  writeFileSync(settings, editorSettings(readFileSync(settings, 'utf8')));
}
