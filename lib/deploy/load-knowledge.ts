import type { ZodType, z } from 'zod';
import {
  type ReportAt,
  readYamlFile,
  reportOn,
  type YamlFile,
  type YamlProblem,
} from '@/lib/yaml-file';
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
} from './file-schema';
import type {
  DeployKnowledge,
  EntityColumns,
  Identifiers,
  MadeColumn,
  TableEntities,
} from './knowledge';
import { DEPLOY_FORMATS, type DeployLimits, LIMITS } from './types';

/** The file of `content/entities` that is not of a table. */
const SPLIT_FILE = 'split.yml';

/** The texts of `content/entities` and `content/deploy`, by their paths below these folders. */
export interface DeployTexts {
  readonly entities: readonly YamlFile[];
  readonly deploy: readonly YamlFile[];
}

/** Reads and checks what is known about deploying. Throws an Error that lists every problem in the files. */
export function loadDeployKnowledge({ entities, deploy }: DeployTexts): DeployKnowledge {
  const problems: YamlProblem[] = [];
  const sources = readPart(deploy, 'sources.yml', deploySourcesFile, problems);
  const known = new Set(Object.keys(sources ?? {}));
  const read = <T>(path: string, schema: ZodType<T>) => {
    const data = readPart(deploy, path, schema, problems);
    const file = deploy.find((one) => one.path === path);
    if (data && file) checkSources(data, known, reportOn(file, problems));
    return data;
  };
  const limits = read('limits.yml', limitsFile);
  const attack = read('attack.yml', attackFile);
  const connectors = read('connectors.yml', connectorsFile);
  const identifiers = read('identifiers.yml', identifiersFile);
  const nearRealTime = read('near-real-time.yml', nearRealTimeFile);
  const ways = read('ways.yml', waysFile);
  const splits = readPart(entities, SPLIT_FILE, splitFile, problems);
  const byTable = readEntities(entities, new Map(Object.entries(splits ?? {})), problems);
  if (
    problems.length > 0 ||
    !limits ||
    !attack ||
    !connectors ||
    !identifiers ||
    !nearRealTime ||
    !ways
  ) {
    throw new Error(
      `content/entities or content/deploy cannot be read\n${problems.map(({ message }) => message).join('\n')}`,
    );
  }
  return {
    entities: byTable,
    limits: Object.fromEntries(LIMITS.map((name) => [name, limits[name].value])) as DeployLimits,
    attack: {
      tactics: new Map(Object.entries(attack.tactics.names)),
      former: new Map(Object.entries(attack.techniques.former)),
      newer: new Set(attack.techniques.new),
      azureSentinel: new Map(
        Object.entries(attack.azureSentinel.tactics).map(([name, ids]) => [name, new Set(ids)]),
      ),
    },
    connectors: new Map(Object.entries(connectors.tables)),
    identifiers: {
      sentinel: identifiersOf(identifiers.sentinel.types),
      graph: identifiersOf(identifiers.graph.types),
    },
    nearRealTime: {
      tables: new Set(nearRealTime.tables),
      operators: new Set(nearRealTime.operators),
    },
    ways: new Map(DEPLOY_FORMATS.map((format) => [format, ways[format]])),
  };
}

function readPart<T>(
  files: readonly YamlFile[],
  path: string,
  schema: ZodType<T>,
  problems: YamlProblem[],
): T | null {
  const file = files.find((one) => one.path === path);
  if (file) return readYamlFile(file, schema, problems);
  problems.push({ path, message: `${path} is missing` });
  return null;
}

/** Reports every `source`, at any depth, that sources.yml does not have. */
function checkSources(data: unknown, known: ReadonlySet<string>, report: ReportAt): void {
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) {
    if (key === 'source' && typeof value === 'string') {
      if (!known.has(value)) report(['source'], `sources.yml has no ${value}`);
    } else checkSources(value, known, report);
  }
}

function identifiersOf(types: z.output<typeof identifiersFile>['graph']['types']): Identifiers {
  return new Map(
    Object.entries(types).map(([type, { identifiers, needs }]) => [
      type,
      { identifiers: new Set(identifiers), needs },
    ]),
  );
}

type Splits = ReadonlyMap<string, Readonly<Record<string, string>>>;

function readEntities(
  files: readonly YamlFile[],
  splits: Splits,
  problems: YamlProblem[],
): Map<string, TableEntities> {
  const byTable = new Map<string, TableEntities>();
  for (const file of files) {
    if (file.path === SPLIT_FILE) continue;
    const data = readYamlFile(file, entitiesFile, problems);
    if (!data) continue;
    const report = reportOn(file, problems);
    const entry = entryOf(data, splits, report);
    for (const [at, table] of data.tables.entries()) {
      if (byTable.has(table)) report(['tables', at], `${table} is in another file, too`);
      byTable.set(table, entry);
    }
  }
  return byTable;
}

function entryOf(
  data: z.output<typeof entitiesFile>,
  splits: Splits,
  report: ReportAt,
): TableEntities {
  return {
    tables: data.tables,
    computed: new Set(data.computed),
    made: (data.extend ?? []).flatMap((line, at) => {
      if ('column' in line) {
        const events = line.events?.join(', ') ?? '';
        return { ...line, expression: line.expression.replace('{events}', events) };
      }
      const parts = splits.get(line.split);
      if (!parts) report(['extend', at, 'split'], `${SPLIT_FILE} has no ${line.split}`);
      return Object.entries(parts ?? {}).map(([part, expression]) => ({
        column: `Entity${line.as ?? ''}${part}`,
        expression: expression.replaceAll('{column}', line.of),
        needs: [line.of],
      }));
    }) satisfies MadeColumn[],
    entities: (data.entities ?? []).map(({ type, fields }) => entityOf(type, fields)),
    graph: (data.graph ?? []).map(({ collection, columns }) => entityOf(collection, columns)),
    details: new Map(Object.entries(data.details ?? {})),
    title: data.title ?? null,
  };
}

function entityOf(type: string, columns: Readonly<Record<string, string>>): EntityColumns {
  return { type, columns: new Map(Object.entries(columns)) };
}
