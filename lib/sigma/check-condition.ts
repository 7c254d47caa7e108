import { readAggregation } from './aggregation';
import { type Condition, createTargetTest, parseCondition } from './condition';
import { diagnose, type Report } from './diagnostics';
import type { Rule } from './types';
import { getEntry, type MappingNode, type ScalarNode } from './yaml';

/** Reports selections that the condition never uses, and quantifiers that have no effect. */
export function checkCondition(rule: Rule, section: MappingNode, report: Report): void {
  const names = section.entries
    .map((entry) => entry.key)
    .filter((key) => !['condition', 'timeframe', 'rules'].includes(key.text));
  const used = new Set<string>();
  let negates = false;
  for (const node of conditionNodes(section)) {
    const end = readAggregation(node.text)?.start;
    const tree = parseCondition(node.text.slice(0, end), () => undefined);
    if (!tree) continue;
    visit(tree, (part) => {
      if (part.kind === 'not') negates = true;
      if (part.kind === 'selection') used.add(part.name);
      if (part.kind === 'of') {
        const isTarget = createTargetTest(part.pattern);
        const targets = names.filter((key) => isTarget(key.text));
        for (const target of targets) used.add(target.text);
        checkQuantifier(part, targets.length, node, report);
      }
    });
    if (/\b(?:AND|OR|NOT|OF|THEM|ALL)\b/.test(node.text)) {
      const message = 'Write condition operators in lower case';
      report(diagnose('warning', 'sigma/condition-case', message, node));
    }
  }
  for (const key of names) {
    if (used.has(key.text)) continue;
    const message = `The selection \`${key.text}\` is not used in the condition`;
    report(diagnose('warning', 'sigma/unused-selection', message, key));
  }
  if (rule.kind === 'filter' && !negates) {
    const message = 'This filter keeps only the events that match it';
    const hint = 'A filter is ANDed to its rules. To exclude events, write `not selection`.';
    const at = getEntry(section, 'condition')?.value ?? section;
    report(diagnose('warning', 'sigma/filter-includes', message, at, hint));
  }
}

function conditionNodes(section: MappingNode): ScalarNode[] {
  const value = getEntry(section, 'condition')?.value;
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.filter((item): item is ScalarNode => item.kind === 'scalar');
}

function visit(tree: Condition, see: (part: Condition) => void): void {
  see(tree);
  if (tree.kind === 'not') visit(tree.of, see);
  if (tree.kind === 'and' || tree.kind === 'or') for (const child of tree.of) visit(child, see);
}

function checkQuantifier(
  part: Extract<Condition, { kind: 'of' }>,
  targets: number,
  node: ScalarNode,
  report: Report,
): void {
  if (part.quantifier === 'all' && part.pattern === 'them') {
    const message = '`all of them` would also require any filter that is added later';
    const hint = 'Use `all of selection_*`, as the specification recommends.';
    report(diagnose('info', 'sigma/all-of-them', message, node, hint));
  }
  // `1 of filter_*` over one filter leaves room for more; `them` does not.
  if (targets !== 1 || (part.quantifier !== 'all' && part.pattern !== 'them')) return;
  const quantifier = part.quantifier === 'all' ? 'all' : '1';
  const message = `\`${quantifier} of ${part.pattern}\` matches only one selection`;
  report(diagnose('info', 'sigma/all-of-one', message, node, 'Name the selection instead.'));
}
