import { diagnose, type Report } from './diagnostics';
import { suggest } from './nearest';
import { readCondition } from './read-correlation-condition';
import { scalarValue } from './scalar';
import { readTimespan } from './timespan';
import type { CorrelationRule, CorrelationType } from './types';
import { getEntry, type MappingNode } from './yaml';
import { readNames, spanOf, spansOf, textsOf } from './yaml-lists';

type Correlation = CorrelationRule['correlation'];

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_min',
  'value_max',
  'value_percentile',
] as const satisfies readonly CorrelationType[];

export const CORRELATION_FIELDS = [
  'type',
  'rules',
  'aliases',
  'group-by',
  'timespan',
  'condition',
  'generate',
];

/** Each reference is looked for in this list, and a query has a branch for each rule. */
const MAX_RULES = 500;
const MAX_SUGGESTIONS = 20;

/** Reads the `correlation` of a correlation rule (correlation rules specification 2.1.0). */
export function readCorrelation(
  node: MappingNode,
  root: MappingNode,
  text: string,
  report: Report,
): Correlation | null {
  for (const { key } of node.entries) {
    if (CORRELATION_FIELDS.includes(key.text)) continue;
    const message = `\`${key.text}\` is not a field of a correlation`;
    report(
      diagnose(
        'warning',
        'sigma/unknown-field',
        message,
        key,
        suggest(key.text, CORRELATION_FIELDS),
      ),
    );
  }
  const written = readType(node, report);
  const rules = readNames(node, 'rules', report);
  const groupBy = readNames(node, 'group-by', report) ?? [];
  const timespan = readSpan(node, report);
  const names = textsOf(rules ?? []);
  if (names.length > MAX_RULES) {
    const message = `A correlation can have at most ${MAX_RULES} rules; this one has ${names.length}`;
    report(
      diagnose('error', 'sigma/too-many-values', message, getEntry(node, 'rules')?.key ?? node),
    );
    return null;
  }
  const aliases = readAliases(node, names, report);
  if (!rules?.length) {
    const message = 'A correlation needs `rules`';
    report(diagnose('error', 'sigma/missing-field', message, getEntry(node, 'rules')?.key ?? node));
  }
  const generate = getEntry(node, 'generate') ?? getEntry(root, 'generate');
  // A median is the 50th percentile under another name.
  const type = written === 'value_median' ? 'value_percentile' : written;
  if (!type) {
    // Its bounds may still be wrong.
    if (getEntry(node, 'condition')?.value.kind === 'mapping') {
      readCondition(node, 'event_count', null, names, text, report);
    }
    return null;
  }
  const median = written === 'value_median';
  const condition = readCondition(node, type, median ? 50 : null, names, text, report);
  if (!condition || !rules?.length || timespan === null || !aliases) return null;
  const { bounds, expression, fields, percentile } = condition;
  return {
    type,
    rules: names,
    groupBy: textsOf(groupBy),
    timespan,
    bounds,
    expression,
    fields: textsOf(fields),
    percentile,
    aliases,
    generate: generate?.value.kind === 'scalar' && scalarValue(generate.value) === true,
    spans: {
      rules: spansOf(rules),
      groupBy: spansOf(groupBy),
      fields: spansOf(fields),
      timespan: spanOf(getEntry(node, 'timespan')?.value ?? node),
      condition: condition.span,
    },
  };
}

function readType(node: MappingNode, report: Report): CorrelationType | 'value_median' | null {
  const entry = getEntry(node, 'type');
  if (!entry) {
    report(diagnose('error', 'sigma/missing-field', 'A correlation needs a `type`', node));
    return null;
  }
  const text = entry.value.kind === 'scalar' ? entry.value.text : '';
  const found = ([...CORRELATION_TYPES, 'value_median'] as const).find((type) => type === text);
  if (found) return found;
  const message = `\`${text}\` is not a type of correlation`;
  const hint = suggest(text, CORRELATION_TYPES);
  report(diagnose('error', 'sigma/unknown-correlation-type', message, entry.value, hint));
  return null;
}

function readSpan(node: MappingNode, report: Report): number | null {
  const entry = getEntry(node, 'timespan');
  if (entry) return readTimespan(entry.value, report);
  report(diagnose('error', 'sigma/missing-field', 'A correlation needs a `timespan`', node));
  return null;
}

function readAliases(
  node: MappingNode,
  rules: readonly string[],
  report: Report,
): Correlation['aliases'] | null {
  const value = getEntry(node, 'aliases')?.value;
  if (!value || (value.kind === 'scalar' && scalarValue(value) === null)) return {};
  const wrong = () => {
    const message = '`aliases` must map each alias to a map of rule names and fields';
    report(diagnose('error', 'sigma/invalid-type', message, value));
    return null;
  };
  if (value.kind !== 'mapping') return wrong();
  let unknown = 0;
  const aliases: [string, Record<string, string>][] = [];
  for (const alias of value.entries) {
    if (alias.value.kind !== 'mapping') return wrong();
    const fields: [string, string][] = [];
    for (const { key, value: field } of alias.value.entries) {
      if (field.kind !== 'scalar') return wrong();
      if (!rules.includes(key.text)) {
        unknown++;
        const message = `\`${key.text}\` is not one of the rules of this correlation`;
        const hint = unknown > MAX_SUGGESTIONS ? null : suggest(key.text, rules);
        report(diagnose('warning', 'sigma/unknown-alias-rule', message, key, hint));
      }
      fields.push([key.text, field.text]);
    }
    aliases.push([alias.key.text, Object.fromEntries(fields)]);
  }
  return Object.fromEntries(aliases);
}
