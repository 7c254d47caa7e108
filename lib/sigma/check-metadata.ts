import { diagnose, type Report, type SigmaCode } from './diagnostics';
import { suggest } from './nearest';
import type { Rule } from './types';
import { getEntry, type MappingNode, type ScalarNode } from './yaml';

/** Fields that published rules have although the specification makes them optional. */
const WANTED = [
  ['id', 'sigma/missing-id'],
  ['status', 'sigma/missing-status'],
  ['level', 'sigma/missing-level'],
  ['description', 'sigma/missing-description'],
  ['date', 'sigma/missing-date'],
  ['author', 'sigma/missing-author'],
] as const satisfies readonly (readonly [string, SigmaCode])[];

/**
 * Tag namespaces (tags appendix 2.1.0) and the form of a tag in each. ATT&CK's own data decides
 * whether a technique or tactic exists.
 */
const NAMESPACES = new Map(
  Object.entries<RegExp>({
    attack: /^(?:t\d{4}(?:\.\d{3})?|(?:g|s|m|a|ds|c|det|dc|an)\d{4}|ta\d{4}|[a-z]+(?:-[a-z]+)*)$/,
    car: /^\d{4}-\d{2}-\d{3}$/,
    cve: /^\d{4}-\d{4,}$/,
    d3fend: /^(?:d3-[a-z0-9]+|d3f-[a-z0-9]+|model|harden|detect|isolate|deceive|evict|restore)$/i,
    detection: /^(?:dfir|emerging-threats|threat-hunting)$/,
    stp: /^[1-5][auk]?$/,
    tlp: /^(?:red|amber|amber-strict|green|clear)$/,
  }),
);

export function checkMetadata(rule: Rule, root: MappingNode, report: Report): void {
  checkWanted(rule, root, report);
  checkDates(rule, root, report);
  checkTags(root, report);
  const deprecated = rule.status === 'deprecated' && rule.related.length === 0;
  if (deprecated) {
    const message = 'A deprecated rule should name its replacement in `related`';
    const at = getEntry(root, 'status')?.value ?? root;
    report(diagnose('info', 'sigma/deprecated-without-related', message, at));
  }
}

function checkWanted(rule: Rule, root: MappingNode, report: Report): void {
  const first = root.entries[0]?.key ?? root;
  const at = { start: first.start, end: first.end };
  for (const [field, code] of WANTED) {
    // Filters need no level, status or author; rules that only serve a correlation need only a name
    // (correlation rules specification, "Correlation rules").
    const optional = rule.kind === 'filter' ? field !== 'id' && field !== 'description' : false;
    if (optional || getEntry(root, field)) continue;
    report(diagnose('info', code, `The rule has no \`${field}\``, at));
  }
}

function checkDates(rule: Rule, root: MappingNode, report: Report): void {
  const modified = getEntry(root, 'modified');
  if (modified && rule.date === null) {
    const message = 'The rule has `modified` but no `date`';
    report(diagnose('info', 'sigma/modified-without-date', message, modified.key));
  }
  if (rule.date === null || rule.modified === null || rule.modified >= rule.date) return;
  const message = '`modified` is earlier than `date`';
  const at = getEntry(root, 'modified')?.value ?? root;
  report(diagnose('warning', 'sigma/date-order', message, at));
}

function checkTags(root: MappingNode, report: Report): void {
  const node = getEntry(root, 'tags')?.value;
  if (node?.kind !== 'sequence') return;
  for (const tag of node.items) if (tag.kind === 'scalar') checkTag(tag, report);
}

function checkTag(tag: ScalarNode, report: Report): void {
  const dot = tag.text.indexOf('.');
  if (dot <= 0) return;
  const namespace = tag.text.slice(0, dot);
  const form = NAMESPACES.get(namespace);
  if (!form) {
    const message = `\`${namespace}\` is not a Sigma tag namespace`;
    const hint = suggest(namespace, [...NAMESPACES.keys()]);
    report(diagnose('warning', 'sigma/unknown-tag-namespace', message, tag, hint));
    return;
  }
  if (form.test(tag.text.slice(dot + 1))) return;
  const message = `\`${tag.text}\` is not a valid tag in the namespace \`${namespace}\``;
  report(diagnose('warning', 'sigma/invalid-tag', message, tag));
}
