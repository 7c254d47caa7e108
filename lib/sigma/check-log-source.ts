import { eventCategory } from '@/lib/log-sources';
import { diagnose, type Report } from './diagnostics';
import type { DetectionRule, Predicate } from './types';
import { getEntry, type MappingNode } from './yaml';

/** Reports a rule for Sysmon only whose category would cover every source of the same events. */
export function checkLogSource(rule: DetectionRule, root: MappingNode, report: Report): void {
  const { product, category, service } = rule.logsource;
  if (product !== 'windows' || category !== null || service !== 'sysmon') return;
  const events = eventIds(rule.predicate);
  const categories = new Set(events.map((event) => eventCategory('windows', 'sysmon', event)));
  const [only] = categories;
  if (categories.size !== 1 || !only) return;
  const at = getEntry(root, 'logsource')?.key ?? root;
  const message = `This log source covers only Sysmon, but its events have a category: ${only}`;
  const hint = `Replace the service and EventID with \`category: ${only}\`.`;
  report(diagnose('info', 'sigma/specific-logsource', message, at, hint));
}

function eventIds(predicate: Predicate): number[] {
  switch (predicate.kind) {
    case 'not':
      return [];
    case 'and':
    case 'or':
      return predicate.of.flatMap(eventIds);
    case 'test':
      return predicate.field === 'EventID' && predicate.test.kind === 'number'
        ? [predicate.test.value]
        : [];
  }
}
