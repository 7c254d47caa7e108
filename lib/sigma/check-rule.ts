import type { Diagnostic } from '../diagnostic';
import { checkCondition } from './check-condition';
import { checkCorrelation } from './check-correlation';
import { checkLogSource } from './check-log-source';
import { checkMetadata } from './check-metadata';
import { checkStyle } from './check-style';
import { checkValues } from './check-values';
import { detectionOf } from './detection-of';
import { type Report, shiftDiagnostics } from './diagnostics';
import type { Rule } from './types';
import { getEntry, type MappingNode, readYaml } from './yaml';

/**
 * Lints a readable rule: unused selections, tags in unknown namespaces, wildcards in place of a
 * modifier, `all` over one value, repeated values, missing fields that published rules have, and so on.
 * `text` is the file that the rule was read from (or `rule.text`). Diagnostics are sorted by position,
 * and their spans are offsets into `text`. Warnings are likely mistakes, infos are matters of form;
 * there are no errors.
 */
export function checkRule(rule: Rule, text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (diagnostic) => found.push(diagnostic);
  // The rule was read from this text once, so reading it again finds nothing new to report.
  const root = readYaml(rule.text, () => undefined);
  if (root?.kind !== 'mapping') return [];
  checkMetadata(rule, root, report);
  checkStyle(root, report);
  const written = detectionOf(rule) ?? rule;
  const section = logicOf(written, root);
  if (section && written.kind === 'correlation') checkCorrelation(written, section, report);
  else if (section) {
    checkCondition(written, section, report);
    checkValues(section, report);
    if (written.kind === 'detection') checkLogSource(written, root, report);
  }
  found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return shiftDiagnostics(found, Math.max(0, text.indexOf(rule.text)));
}

function logicOf(rule: Rule, root: MappingNode): MappingNode | null {
  const value = getEntry(root, rule.kind)?.value;
  return value?.kind === 'mapping' ? value : null;
}
