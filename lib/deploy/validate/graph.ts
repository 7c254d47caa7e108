import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from '@/lib/content';
import type { RenderedFile } from '../types';
import { parseJson } from './arm';
import { collectFindings, placeOf, type Reading, type Report } from './reading';
import { placeholders, readShape, TACTICS } from './rule-parts';

const names = z.array(z.string()).min(1);
const graphFile = z.strictObject({
  entities: z.record(
    z.string(),
    z.strictObject({ columns: names, needs: z.array(names).optional() }),
  ),
  assets: names,
  removed: names,
});

const text = z.string().min(1);
const column = z.string().regex(/^[A-Za-z_]\w*$/, 'is not the name of a column');
const technique = z.strictObject({
  technique: z.string().regex(/^T\d{4}$/, 'is no technique'),
  subTechniques: z.array(z.string().regex(/^T\d{4}\.\d{3}$/, 'is no sub-technique')).optional(),
});

/** What v1.0 and beta both take to create a detection; it may hold nothing else. */
const detectionRule = z.strictObject({
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/, 'is no id that the service takes'),
  displayName: text,
  description: z.string().optional(),
  status: z.enum(['enabled', 'disabled']),
  queryCondition: z.strictObject({ queryText: text }),
  schedule: z.strictObject({ frequency: z.enum(['PT0S', 'PT1H', 'PT3H', 'PT12H', 'P1D']) }),
  detectionAction: z.strictObject({
    alertTemplate: z.strictObject({
      title: text,
      description: z.string().optional(),
      severity: z.enum(['informational', 'low', 'medium', 'high']),
      recommendedActions: z.string().optional(),
      tactics: z
        .array(
          z.strictObject({ tactic: z.enum(TACTICS), techniques: z.array(technique).optional() }),
        )
        .max(1, 'The service takes one tactic')
        .optional(),
      entityMappings: z.record(z.string(), z.array(z.record(z.string(), column)).min(1)),
      customDetails: z.record(z.string(), column).optional(),
    }),
  }),
});
type AlertTemplate = z.output<typeof detectionRule>['detectionAction']['alertTemplate'];

const TEMPLATE = 'detectionAction.alertTemplate';

let facts: z.output<typeof graphFile> | null = null;
function graphFacts() {
  facts ??= graphFile.parse(load(contentText('deploy/schemas/graph.yml')));
  return facts;
}

/** The body of a custom detection. Files that are no JSON, such as the one that posts it, are passed over. */
export function readDetectionRule(file: RenderedFile): Reading {
  const { findings, report } = collectFindings();
  const data = parseJson(file.text, report);
  if (data === undefined) return { findings, queries: [] };
  reportRemoved(data, '', report);
  const rule = readShape(detectionRule, data, '', report);
  if (!rule) return { findings, queries: [] };
  const { alertTemplate } = rule.detectionAction;
  checkEntities(alertTemplate, report);
  checkDetails(alertTemplate, report);
  checkTechniques(alertTemplate, report);
  checkPlaceholders(alertTemplate, report);
  const query = {
    place: 'queryCondition.queryText',
    text: rule.queryCondition.queryText,
    columns: columnsOf(alertTemplate),
  };
  return { findings, queries: [query] };
}

/** Reports properties of the shape before October 2026, wherever they stand. */
function reportRemoved(value: unknown, place: string, report: Report): void {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) reportRemoved(one, `${place}[${index}]`, report);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const at = placeOf([key], place);
      if (key === 'customDetails') continue;
      if (graphFacts().removed.includes(key)) {
        report('removed', at, `Microsoft Graph removed ${key} on 2026-10-01`);
      }
      reportRemoved(one, at, report);
    }
  }
}

function checkEntities({ entityMappings }: AlertTemplate, report: Report): void {
  const place = `${TEMPLATE}.entityMappings`;
  const known = new Map(Object.entries(graphFacts().entities));
  for (const [collection, entities] of Object.entries(entityMappings)) {
    const type = known.get(collection);
    if (!type) {
      report('entity', `${place}.${collection}`, `${collection} is no collection of entities`);
      continue;
    }
    for (const [index, entity] of entities.entries()) {
      const at = `${place}.${collection}[${index}]`;
      const used = Object.keys(entity);
      for (const name of used.filter((one) => !type.columns.includes(one))) {
        report('entity', at, `${collection} has no ${name}`);
      }
      if (type.needs && !type.needs.some((set) => set.every((name) => used.includes(name)))) {
        const sets = type.needs.map((set) => set.join(' and ')).join(', or ');
        report('entity', at, `${collection} needs ${sets}`);
      }
    }
  }
  if (!graphFacts().assets.some((name) => Object.hasOwn(entityMappings, name))) {
    report('entity', place, `The service needs one of ${graphFacts().assets.join(', ')}`);
  }
}

function checkDetails({ customDetails = {} }: AlertTemplate, report: Report): void {
  const place = `${TEMPLATE}.customDetails`;
  const { length } = Object.keys(customDetails);
  if (length > 20) report('custom-details', place, `${length} are more than 20`);
  if (JSON.stringify(customDetails).length > 4096) {
    report('custom-details', place, 'They have more than 4 KB');
  }
}

function checkTechniques({ tactics = [] }: AlertTemplate, report: Report): void {
  const all = tactics.flatMap(({ techniques = [] }) => techniques);
  for (const { technique: parent, subTechniques = [] } of all) {
    for (const id of subTechniques.filter((one) => !one.startsWith(`${parent}.`))) {
      report('technique', `${TEMPLATE}.tactics`, `${id} is no sub-technique of ${parent}`);
    }
  }
}

function checkPlaceholders({ title, description = '' }: AlertTemplate, report: Report): void {
  const shown = placeholders(`${title}\n${description}`);
  if (shown.length > 3) {
    report('placeholders', TEMPLATE, `Title and description show ${shown.length} columns, not 3`);
  }
}

function columnsOf({ title, description, entityMappings, customDetails }: AlertTemplate) {
  const at = (key: string, columns: readonly string[]) =>
    columns.map((name) => ({ place: `${TEMPLATE}.${key}`, name }));
  return [
    ...at('title', placeholders(title)),
    ...at('description', placeholders(description ?? '')),
    ...at(
      'entityMappings',
      Object.values(entityMappings)
        .flat()
        .flatMap((one) => Object.values(one)),
    ),
    ...at('customDetails', Object.values(customDetails ?? {})),
  ];
}
