import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';
import { suggest } from './nearest';
import { readRuleCondition } from './rule-condition';
import { scalarValue } from './scalar';
import type { CorrelationBound, CorrelationRule, CorrelationType } from './types';
import { getEntry, type MappingNode, type ScalarNode, type YamlNode } from './yaml';
import { readTexts, spanOf } from './yaml-lists';

const OPERATORS = ['lt', 'lte', 'gt', 'gte', 'eq', 'neq'] as const;

interface CorrelationCondition
  extends Pick<CorrelationRule['correlation'], 'bounds' | 'expression' | 'percentile'> {
  readonly fields: readonly ScalarNode[];
  readonly span: Span | null;
}

export function readCondition(
  node: MappingNode,
  type: CorrelationType,
  impliedPercentile: number | null,
  rules: readonly string[],
  text: string,
  report: Report,
): CorrelationCondition | null {
  const entry = getEntry(node, 'condition');
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  // Without a condition, all rules of a temporal correlation have to appear.
  const all: CorrelationCondition = {
    bounds: [{ operator: 'gte', value: rules.length }],
    expression: null,
    fields: [],
    percentile: null,
    span: entry ? spanOf(entry.value) : null,
  };
  if (!entry) {
    if (temporal) return all;
    report(diagnose('error', 'sigma/missing-field', `\`${type}\` needs a \`condition\``, node));
    return null;
  }
  const { value } = entry;
  if (value.kind === 'mapping') {
    const read = readBounds(value, type, impliedPercentile, report);
    return read && { ...all, ...read };
  }
  if (temporal && value.kind === 'scalar') {
    const read = readRuleCondition(value, rules, type === 'temporal_ordered', text, report);
    if (read === 'all') return all;
    return read && { ...all, bounds: [], expression: read };
  }
  const message = '`condition` must be a map of bounds, for example `gte: 10`';
  report(diagnose('error', 'sigma/invalid-type', message, value));
  return null;
}

/** A condition such as `gte: 10`, with its field and percentile. */
function readBounds(
  condition: MappingNode,
  type: CorrelationType,
  impliedPercentile: number | null,
  report: Report,
): Pick<CorrelationCondition, 'bounds' | 'fields' | 'percentile'> | null {
  const bounds: CorrelationBound[] = [];
  let fields: ScalarNode[] | null = [];
  let percentile = impliedPercentile;
  let usable = true;
  for (const { key, value } of condition.entries) {
    if (key.text === 'field') {
      fields = readTexts(value, 'field', report);
      continue;
    }
    const number = readBound(key, value, report);
    const operator = OPERATORS.find((one) => one === key.text);
    if (number === null) usable = false;
    else if (operator) bounds.push({ operator, value: number });
    else percentile = number;
  }
  if (!fields || !usable) return null;
  if (bounds.length === 0) {
    const message = 'This condition has no bound';
    const hint = 'Add one, for example `gte: 10`.';
    report(diagnose('error', 'sigma/invalid-bound', message, condition, hint));
    return null;
  }
  if (type.startsWith('value_') && fields.length === 0) {
    const message = `\`${type}\` needs a \`field\` to read values from`;
    report(diagnose('error', 'sigma/missing-field', message, condition));
    return null;
  }
  return { bounds, fields, percentile: percentileOf(type, percentile, condition, report) };
}

/** The number of a bound or of `percentile`; null after reporting an error. */
function readBound(key: ScalarNode, value: YamlNode, report: Report): number | null {
  const known = [...OPERATORS, 'percentile'].some((one) => one === key.text);
  const number = value.kind === 'scalar' ? scalarValue(value) : null;
  if (known && typeof number === 'number') return number;
  if (known) {
    report(diagnose('error', 'sigma/invalid-bound', `\`${key.text}\` must be a number`, value));
  } else {
    const message = `\`${key.text}\` is not a bound`;
    const hint = suggest(key.text, [...OPERATORS, 'field', 'percentile']);
    report(diagnose('error', 'sigma/invalid-bound', message, key, hint));
  }
  return null;
}

function percentileOf(
  type: CorrelationType,
  written: number | null,
  node: YamlNode,
  report: Report,
): number | null {
  if (type !== 'value_percentile') return null;
  if (written !== null && written >= 0 && written <= 100) return written;
  const message = '`value_percentile` has no `percentile`, so 50 is used';
  const hint = 'Add one between 0 and 100, for example `percentile: 95`.';
  report(diagnose('warning', 'sigma/missing-percentile', message, node, hint));
  return 50;
}
