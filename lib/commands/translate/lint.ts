import type { Diagnostic } from '@/lib/diagnostic';
import { checkRule, checkTogether, type Rule } from '@/lib/sigma';
import { type Mappings, unknownFields } from '@/lib/translate';
import { type Source, within } from './source';

export type Lint = (source: Source, rule: Rule) => readonly Diagnostic[];

/** Lints these rules, one by one and together. The diagnostics have spans in the file. */
export function createLint(sources: readonly Source[], mappings: Mappings): Lint {
  const together = checkTogether(
    sources.flatMap(({ path, document: { rule } }) => (rule ? [{ path, rule }] : [])),
  );
  const known = new Map<Rule, readonly Diagnostic[]>();
  return ({ text, document }, rule) => {
    const before = known.get(rule);
    if (before) return before;
    const fields = unknownFields(rule, mappings).map((one) => within(one, document.span.start));
    const found = [...(together.get(rule) ?? []), ...checkRule(rule, text), ...fields];
    known.set(rule, found);
    return found;
  };
}
