import { readDetection } from './detection';
import { diagnose, type Report } from './diagnostics';
import { scalarValue } from './scalar';
import type { FilterRule } from './types';
import { getEntry, type MappingNode } from './yaml';

/** Reads the `filter` of a filter rule (filters specification 2.1.0). */
export function readFilter(
  node: MappingNode,
  text: string,
  report: Report,
): FilterRule['filter'] | null {
  const rules = readRules(node, report);
  const { selections, conditions, predicate } = readDetection(node, text, report, 'rules');
  return rules && predicate && { rules, predicate, selections, conditions };
}

/** Without `rules`, or with the word `any`, the filter applies to the whole log source. */
function readRules(node: MappingNode, report: Report): readonly string[] | 'any' | null {
  const value = getEntry(node, 'rules')?.value;
  if (!value || (value.kind === 'scalar' && scalarValue(value) === null)) return 'any';
  if (value.kind === 'scalar') return value.text.toLowerCase() === 'any' ? 'any' : [value.text];
  if (value.kind === 'sequence' && value.items.every((item) => item.kind === 'scalar')) {
    return value.items.length === 0 ? 'any' : value.items.map((item) => item.text);
  }
  const message = '`rules` must be a list of rule ids or names, or the word `any`';
  report(diagnose('error', 'sigma/invalid-type', message, value));
  return null;
}
