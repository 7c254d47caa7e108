import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';
import { suggest } from './nearest';
import { readRuleCondition } from './rule-condition';
import { scalarValue } from './scalar';
import type { CorrelationBound, CorrelationRule, CorrelationType } from './types';
import { getEntry, type MappingNode, type ScalarNode, type YamlNode } from './yaml';

type Correlation = CorrelationRule['correlation'];

const TYPES = [
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
const OPERATORS = ['lt', 'lte', 'gt', 'gte', 'eq', 'neq'] as const;
const FIELDS = ['type', 'rules', 'aliases', 'group-by', 'timespan', 'condition', 'generate'];
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
};

/** Reads the `correlation` of a correlation rule (correlation rules specification 2.1.0). */
export function readCorrelation(
  node: MappingNode,
  root: MappingNode,
  text: string,
  report: Report,
): Correlation | null {
  for (const { key } of node.entries) {
    if (FIELDS.includes(key.text)) continue;
    const message = `\`${key.text}\` is not a field of a correlation`;
    report(diagnose('warning', 'sigma/unknown-field', message, key, suggest(key.text, FIELDS)));
  }
  const written = readType(node, report);
  const rules = readNames(node, 'rules', report);
  const groupBy = readNames(node, 'group-by', report) ?? [];
  const timespan = readTimespan(node, report);
  const names = textsOf(rules ?? []);
  const aliases = readAliases(node, names, report);
  if (!rules?.length) {
    const message = 'A correlation needs `rules`';
    report(diagnose('error', 'sigma/missing-field', message, getEntry(node, 'rules')?.key ?? node));
  }
  const generate = getEntry(node, 'generate') ?? getEntry(root, 'generate');
  // A median is a percentile with a name of its own.
  const type = written === 'value_median' ? 'value_percentile' : written;
  if (!type) {
    // Its bounds can be wrong all the same.
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

function textsOf(nodes: readonly ScalarNode[]): string[] {
  return nodes.map((node) => node.text);
}

function spansOf(nodes: readonly ScalarNode[]): Span[] {
  return nodes.map(spanOf);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function readType(node: MappingNode, report: Report): CorrelationType | 'value_median' | null {
  const entry = getEntry(node, 'type');
  if (!entry) {
    report(diagnose('error', 'sigma/missing-field', 'A correlation needs a `type`', node));
    return null;
  }
  const text = entry.value.kind === 'scalar' ? entry.value.text : '';
  const found = ([...TYPES, 'value_median'] as const).find((type) => type === text);
  if (found) return found;
  const message = `\`${text}\` is not a type of correlation`;
  const hint = suggest(text, TYPES);
  report(diagnose('error', 'sigma/unknown-correlation-type', message, entry.value, hint));
  return null;
}

function readNames(node: MappingNode, key: string, report: Report): ScalarNode[] | null {
  const value = getEntry(node, key)?.value;
  return value ? readTexts(value, key, report) : null;
}

function readTexts(value: YamlNode, key: string, report: Report): ScalarNode[] | null {
  const items = value.kind === 'sequence' ? value.items : [value];
  const texts = items.filter(
    (item): item is ScalarNode => item.kind === 'scalar' && item.text !== '',
  );
  if (texts.length === items.length) return texts;
  report(diagnose('error', 'sigma/invalid-type', `\`${key}\` is a list of names`, value));
  return null;
}

function readTimespan(node: MappingNode, report: Report): number | null {
  const entry = getEntry(node, 'timespan');
  if (!entry) {
    report(diagnose('error', 'sigma/missing-field', 'A correlation needs a `timespan`', node));
    return null;
  }
  const text = entry.value.kind === 'scalar' ? entry.value.text.trim() : '';
  const [, amount, unit = ''] = /^(\d{1,9})([smhdwMy])$/.exec(text) ?? [];
  const seconds = Number(amount) * (UNIT_SECONDS[unit] ?? Number.NaN);
  if (seconds > 0) return seconds;
  const message = `\`${text}\` is not a timespan`;
  const hint = 'Write a number and a unit (s, m, h, d, w, M, y), as in 30s, 90m or 7d.';
  report(diagnose('error', 'sigma/invalid-timespan', message, entry.value, hint));
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
    const message = '`aliases` maps each alias to a map of rule names and their fields';
    report(diagnose('error', 'sigma/invalid-type', message, value));
    return null;
  };
  if (value.kind !== 'mapping') return wrong();
  const aliases: [string, Record<string, string>][] = [];
  for (const alias of value.entries) {
    if (alias.value.kind !== 'mapping') return wrong();
    const fields: [string, string][] = [];
    for (const { key, value: field } of alias.value.entries) {
      if (field.kind !== 'scalar') return wrong();
      if (!rules.includes(key.text)) {
        const message = `\`${key.text}\` is none of the rules of this correlation`;
        const hint = suggest(key.text, rules);
        report(diagnose('warning', 'sigma/unknown-alias-rule', message, key, hint));
      }
      fields.push([key.text, field.text]);
    }
    aliases.push([alias.key.text, Object.fromEntries(fields)]);
  }
  return Object.fromEntries(aliases);
}

interface CorrelationCondition extends Pick<Correlation, 'bounds' | 'expression' | 'percentile'> {
  readonly fields: readonly ScalarNode[];
  readonly span: Span | null;
}

function readCondition(
  node: MappingNode,
  type: CorrelationType,
  implied: number | null,
  rules: readonly string[],
  text: string,
  report: Report,
): CorrelationCondition | null {
  const entry = getEntry(node, 'condition');
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  const all: CorrelationCondition = {
    bounds: [{ operator: 'gte', value: rules.length }],
    expression: null,
    fields: [],
    percentile: null,
    span: entry ? spanOf(entry.value) : null,
  };
  if (!entry) {
    // Without a condition, all of the rules have to appear.
    if (temporal) return all;
    report(diagnose('error', 'sigma/missing-field', `\`${type}\` needs a \`condition\``, node));
    return null;
  }
  if (entry.value.kind !== 'mapping') {
    if (temporal && entry.value.kind === 'scalar') {
      const ordered = type === 'temporal_ordered';
      const read = readRuleCondition(entry.value, rules, ordered, text, report);
      if (read === 'all') return all;
      return read && { ...all, bounds: [], expression: read };
    }
    const message = '`condition` is a map of bounds, as in `gte: 10`';
    report(diagnose('error', 'sigma/invalid-type', message, entry.value));
    return null;
  }
  const bounds: CorrelationBound[] = [];
  let fields: ScalarNode[] | null = [];
  let percentile = implied;
  let usable = true;
  for (const { key, value } of entry.value.entries) {
    if (key.text === 'field') {
      fields = readTexts(value, 'field', report);
      continue;
    }
    const number = value.kind === 'scalar' ? scalarValue(value) : null;
    const operator = OPERATORS.find((one) => one === key.text);
    if (!operator && key.text !== 'percentile') {
      const message = `\`${key.text}\` is not a bound`;
      const hint = suggest(key.text, [...OPERATORS, 'field', 'percentile']);
      report(diagnose('error', 'sigma/invalid-bound', message, key, hint));
      usable = false;
    } else if (typeof number !== 'number') {
      report(diagnose('error', 'sigma/invalid-bound', `\`${key.text}\` is a number`, value));
      usable = false;
    } else if (operator) {
      bounds.push({ operator, value: number });
    } else {
      percentile = number;
    }
  }
  if (!fields || !usable) return null;
  if (bounds.length === 0) {
    const message = 'This condition has no bound';
    const hint = 'Write one, as in `gte: 10`.';
    report(diagnose('error', 'sigma/invalid-bound', message, entry.value, hint));
    return null;
  }
  if (type.startsWith('value_') && fields.length === 0) {
    const message = `\`${type}\` needs the \`field\` whose values it is about`;
    report(diagnose('error', 'sigma/missing-field', message, entry.value));
    return null;
  }
  percentile = percentileOf(type, percentile, entry.value, report);
  return { ...all, bounds, fields, percentile };
}

function percentileOf(
  type: CorrelationType,
  written: number | null,
  node: YamlNode,
  report: Report,
): number | null {
  if (type !== 'value_percentile') return null;
  if (written !== null && written >= 0 && written <= 100) return written;
  const message = '`value_percentile` does not say which percentile, and 50 is taken';
  const hint = 'Write one between 0 and 100, as in `percentile: 95`.';
  report(diagnose('warning', 'sigma/missing-percentile', message, node, hint));
  return 50;
}
