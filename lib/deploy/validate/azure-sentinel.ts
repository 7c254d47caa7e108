import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import type { RenderedFile } from '../types';
import { templateMinutes } from './durations';
import { sentinelFacts } from './facts';
import { collectFindings, type Reading, type Report } from './reading';
import { checkParts, checkSchedule, GUID, readShape, ruleParts, TACTICS } from './rule-parts';

/** The tests read names and words in any case. */
function anyCase<T extends string>(values: readonly T[]) {
  const known = new Map(values.map((one) => [one.toLowerCase(), one]));
  return z.preprocess(
    (value) => (typeof value === 'string' ? (known.get(value.toLowerCase()) ?? value) : value),
    z.enum(values),
  );
}

const shared = {
  ...ruleParts.shape,
  id: z.string().regex(GUID, 'is no GUID'),
  name: z.string().min(1).max(256),
  description: z.string().min(1).max(5000),
  tactics: z.array(anyCase(TACTICS)).nullish(),
  relevantTechniques: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'is no technique')).nullish(),
  version: z
    .string()
    .max(20)
    .regex(/^\d+\.\d+\.\d+$/, 'is no version a.b.c')
    .nullish(),
};
const connectors = z.array(
  z.looseObject({ connectorId: z.string().min(1), dataTypes: z.array(z.string()).min(1) }),
);
const detection = z.looseObject({
  ...shared,
  severity: anyCase(['Informational', 'Low', 'Medium', 'High']),
  kind: anyCase(['Scheduled', 'NRT']),
  requiredDataConnectors: connectors.nullish(),
  queryFrequency: z.string().nullish(),
  queryPeriod: z.string().nullish(),
  triggerOperator: anyCase([
    ...['gt', 'lt', 'eq', 'ne'],
    ...['GreaterThan', 'LessThan', 'Equal', 'NotEqual'],
  ]).nullish(),
  triggerThreshold: z.int().min(0).max(10_000).nullish(),
});
const hunting = z.looseObject({ ...shared, requiredDataConnectors: connectors.nullish() });

const SCHEDULE = [
  'requiredDataConnectors',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
] as const;

/** An analytics rule in YAML, by the checks that Azure-Sentinel's own tests make. */
export function readDetection(file: RenderedFile): Reading {
  return readYaml(file, detection, (rule, report) => {
    const { queryFrequency, queryPeriod } = rule;
    if (rule.kind === 'NRT') return;
    for (const key of SCHEDULE) {
      if (rule[key] === undefined || rule[key] === null) {
        report('kind', key, `A rule of kind Scheduled needs ${key}`);
      }
    }
    if (queryFrequency && queryPeriod) {
      const minutes = [queryFrequency, queryPeriod].map(templateMinutes);
      checkSchedule(minutes[0] ?? null, minutes[1] ?? null, '', report);
    }
  });
}

/** A hunting query in YAML. */
export function readHunting(file: RenderedFile): Reading {
  return readYaml(file, hunting, () => {});
}

function readYaml<T extends z.output<typeof hunting>>(
  file: RenderedFile,
  schema: z.ZodType<T>,
  check: (rule: T, report: Report) => void,
): Reading {
  const { findings, report } = collectFindings();
  // A byte order mark is no part of the text.
  const text = file.text.replace(/^\uFEFF/, '');
  checkAscii(text, report);
  const data = loadYaml(text, report);
  const rule = data === null ? null : readShape(schema, inKnownCase(data), '', report);
  if (!rule) return { findings, queries: [] };
  check(rule, report);
  checkTechniques(rule, report);
  checkLegacyColumns(rule, report);
  return { findings, queries: [checkParts(rule, '', report)] };
}

const KNOWN_KEYS = new Map(
  [
    ...Object.keys(detection.shape),
    ...['connectorId', 'dataTypes', 'entityType', 'fieldMappings', 'identifier', 'columnName'],
  ].map((key) => [key.toLowerCase(), key]),
);

function inKnownCase(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(inKnownCase);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      const known = KNOWN_KEYS.get(key.toLowerCase()) ?? key;
      return [known, known === 'customDetails' ? value : inKnownCase(value)];
    }),
  );
}

function loadYaml(text: string, report: Report): object | null {
  try {
    const data = load(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
    report('yaml', 'line 1', 'It is no mapping');
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    report('yaml', `line ${(error.mark?.line ?? 0) + 1}`, `It is not YAML: ${error.reason}`);
  }
  return null;
}

function checkAscii(text: string, report: Report): void {
  const at = text.search(/\P{ASCII}/u);
  if (at < 0) return;
  const code = text.codePointAt(at)?.toString(16).toUpperCase().padStart(4, '0');
  const line = text.slice(0, at).split('\n').length;
  report('ascii', `line ${line}`, `U+${code} is not ASCII, and Azure-Sentinel takes nothing else`);
}

function checkTechniques(
  { tactics, relevantTechniques }: z.output<typeof hunting>,
  report: Report,
): void {
  const { techniques } = sentinelFacts();
  for (const [index, id] of (relevantTechniques ?? []).entries()) {
    const parent = id.split('.')[0] ?? id;
    if ((tactics ?? []).some((tactic) => techniques.get(tactic)?.has(parent))) continue;
    report(
      'technique',
      `relevantTechniques[${index}]`,
      `${id} belongs to none of the rule’s tactics`,
    );
  }
}

function checkLegacyColumns(
  { query, entityMappings }: z.output<typeof hunting>,
  report: Report,
): void {
  const mapped = new Set(
    (entityMappings ?? []).flatMap(({ fieldMappings }) =>
      fieldMappings.map(({ columnName }) => columnName),
    ),
  );
  for (const [column] of sentinelFacts().legacyColumns) {
    if (query.includes(column) && !mapped.has(column)) {
      report('legacy-column', 'query', `${column} maps no entity any more. Add an entity mapping`);
    }
  }
}
