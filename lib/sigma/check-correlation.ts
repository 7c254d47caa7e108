import { ownValue } from '@/lib/own-value';
import type { Span } from '../diagnostic';
import { diagnose, type Report, type SigmaCode } from './diagnostics';
import { namedPlaces } from './rule-condition';
import type { CorrelationBound, CorrelationRule } from './types';
import { getEntry, type MappingNode } from './yaml';

type Correlation = CorrelationRule['correlation'];
type Tell = (code: SigmaCode, message: string, at: Span | null, hint?: string) => void;

/** Reports parts of a correlation that are likely mistakes, or that other tools read differently. */
export function checkCorrelation(
  { correlation, text }: CorrelationRule,
  section: MappingNode,
  report: Report,
): void {
  const { timespan } = correlation.spans;
  const warn: Tell = (code, message, at, hint) =>
    report(diagnose('warning', code, message, at ?? keyOf(section), hint));
  const note: Tell = (code, message, at, hint) =>
    report(diagnose('info', code, message, at ?? keyOf(section), hint));

  checkLists(correlation, warn);
  if (correlation.groupBy.length === 0) {
    const hint = 'List the fields that the events must share, for example `group-by: [Computer]`.';
    note('sigma/missing-group-by', 'Without `group-by`, all events form one group', null, hint);
  }
  if (/[wMy]$/.test(text.slice(timespan.start, timespan.end))) {
    const hint = 'The specification defines s, m, h and d.';
    note('sigma/timespan-unit', 'Some tools do not support this unit', timespan, hint);
  }
  checkBounds(correlation, warn);
  checkUse(correlation, warn);
  checkAliases(correlation, section, warn, note);
}

function checkLists({ rules, groupBy, spans }: Correlation, warn: Tell): void {
  for (const [list, places] of [
    [rules, spans.rules],
    [groupBy, spans.groupBy],
  ] as const) {
    list.forEach((item, at) => {
      if (list.indexOf(item) === at) return;
      warn('sigma/duplicate-item', `\`${item}\` appears twice in this list`, places[at] ?? null);
    });
  }
}

function checkBounds({ type, rules, bounds, spans }: Correlation, warn: Tell): void {
  if (areImpossible(bounds)) {
    warn('sigma/impossible-bounds', 'No number satisfies all of these bounds', spans.condition);
  }
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  if (temporal && !bounds.every((bound) => canHold(bound, rules.length))) {
    const message = `This correlation lists ${rules.length} rules, so no more than that can match`;
    warn('sigma/impossible-bounds', message, spans.condition);
  }
}

/** Reports fields that nothing counts, and rules that the condition does not name. */
function checkUse({ type, rules, fields, expression, spans }: Correlation, warn: Tell): void {
  if (!type.startsWith('value_') && fields.length > 0) {
    const message = `\`${type}\` does not read values, so \`field\` has no effect`;
    warn('sigma/unused-field', message, spans.fields[0] ?? null);
  }
  if (expression === null) return;
  const named = namedPlaces(expression);
  rules.forEach((rule, place) => {
    if (named.has(place)) return;
    const message = `The rule \`${rule}\` is not used in the condition`;
    warn('sigma/unused-selection', message, spans.rules[place] ?? null);
  });
}

function checkAliases(
  { rules, groupBy, fields, aliases }: Correlation,
  section: MappingNode,
  warn: Tell,
  note: Tell,
): void {
  const written = getEntry(section, 'aliases')?.value;
  if (written?.kind !== 'mapping') return;
  for (const { key } of written.entries) {
    if (!groupBy.includes(key.text) && !fields.includes(key.text)) {
      const message = `The alias \`${key.text}\` is not used`;
      warn('sigma/unused-alias', message, key, 'Add it to `group-by`.');
    }
    const fieldsOf = Object.hasOwn(aliases, key.text) ? ownValue(aliases, key.text) : undefined;
    const lacking = rules.filter((rule) => fieldsOf && !Object.hasOwn(fieldsOf, rule));
    if (lacking.length === 0) continue;
    const message = `The alias \`${key.text}\` has no field for ${lacking.join(', ')}`;
    note('sigma/incomplete-alias', message, key, `For these rules, the field ${key.text} is used.`);
  }
}

function keyOf(section: MappingNode): Span {
  const key = section.entries[0]?.key ?? section;
  return { start: key.start, end: key.end };
}

/** Whether no count satisfies all of the bounds. */
function areImpossible(bounds: readonly CorrelationBound[]): boolean {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let open = false;
  for (const { operator, value } of bounds) {
    if (operator === 'gte' || operator === 'eq') low = Math.max(low, value);
    if (operator === 'lte' || operator === 'eq') high = Math.min(high, value);
    if (operator === 'gt' && value >= low) {
      low = value;
      open = true;
    }
    if (operator === 'lt' && value <= high) {
      high = value;
      open = true;
    }
  }
  const excluded = bounds.some(({ operator, value }) => operator === 'neq' && value === low);
  return low > high || (low === high && (open || excluded));
}

/** Whether some number of rules, from one to all of them, satisfies the bound. */
function canHold({ operator, value }: CorrelationBound, rules: number): boolean {
  switch (operator) {
    case 'gte':
    case 'eq':
      return value <= rules;
    case 'gt':
      return value < rules;
    default:
      return true;
  }
}
