import { diagnose, type Report } from './diagnostics';
import type { DetectionRule, Predicate } from './types';
import { getEntry, type MappingNode } from './yaml';

/** The category that Sigma has for each kind of Sysmon event (taxonomy appendix 2.1.0). */
const SYSMON: Readonly<Record<number, string>> = {
  1: 'process_creation',
  2: 'file_change',
  3: 'network_connection',
  4: 'sysmon_status',
  5: 'process_termination',
  6: 'driver_load',
  7: 'image_load',
  8: 'create_remote_thread',
  9: 'raw_access_thread',
  10: 'process_access',
  11: 'file_event',
  12: 'registry_event',
  13: 'registry_set',
  14: 'registry_rename',
  15: 'create_stream_hash',
  16: 'sysmon_status',
  17: 'pipe_created',
  18: 'pipe_created',
  19: 'wmi_event',
  20: 'wmi_event',
  21: 'wmi_event',
  22: 'dns_query',
  23: 'file_delete',
  24: 'clipboard_change',
  25: 'process_tampering',
  26: 'file_delete_detected',
  27: 'file_block_executable',
  28: 'file_block_shredding',
  29: 'file_executable_detected',
  255: 'sysmon_error',
};

/** A rule for Sysmon only that a category would make a rule for any source of the same events. */
export function checkLogSource(rule: DetectionRule, root: MappingNode, report: Report): void {
  const { product, category, service } = rule.logsource;
  if (product !== 'windows' || category !== null || service !== 'sysmon') return;
  const events = eventIds(rule.predicate);
  const categories = new Set(events.map((event) => SYSMON[event]));
  const [only] = categories;
  if (categories.size !== 1 || !only) return;
  const at = getEntry(root, 'logsource')?.key ?? root;
  const message = `This log source is Sysmon alone, and its events have a category: ${only}`;
  const hint = `Write \`category: ${only}\` in place of the service and of EventID.`;
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
