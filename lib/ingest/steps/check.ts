import { StoredValueError } from '@/lib/catalog/stored/column';
import { checkedQuery } from '@/lib/catalog/stored/translation';
import type { Target } from '@/lib/target';
import type { Diagnostic } from '../../diagnostic';
import type { CheckedQuery, QueryToCheck } from '../../proof';
import { type Translation, unsupportedTranslation, type Variant } from '../../translate';
import { sha256 } from '../hash';
import { type Issue, issue } from '../issue';
import type { ResultCache } from './cache';
import type { CheckedTranslation } from './rows';

/** What Microsoft's parser and binder say of queries, by `keyOf`. */
export type Findings = ReadonlyMap<string, CheckedQuery>;

/** Names a query, the target it is for, and the version of what checks it. */
function keyOf(kql: string, target: Target, version: string): string {
  return `check:${version}:${target}:${sha256(kql)}`;
}

/** The queries of a translation, alternatives included, by `keyOf`. */
export function queriesOf(translation: Translation, version: string): Map<string, QueryToCheck> {
  const queries = new Map<string, QueryToCheck>();
  const { target } = translation;
  for (const { kql, table } of [translation, ...translation.alternatives]) {
    if (kql !== null) queries.set(keyOf(kql, target, version), { kql, target, table });
  }
  return queries;
}

/** What former syncs found. A value that cannot be read is unknown: the query is checked again. */
export async function readFindings(
  cache: ResultCache,
  keys: readonly string[],
): Promise<Map<string, CheckedQuery>> {
  const values = await cache.read(keys);
  const findings = new Map<string, CheckedQuery>();
  for (const [key, value] of values) {
    try {
      findings.set(key, checkedQuery.read(value, key));
    } catch (error) {
      if (!(error instanceof StoredValueError)) throw error;
    }
  }
  return findings;
}

/**
 * A translation with what the check found. A query that Microsoft's binder refuses cannot run: it is
 * taken back, and the defect is an issue.
 */
export function applyFindings(
  translation: Translation,
  findings: Findings,
  version: string,
  ruleId: string,
  path: string,
): { translation: CheckedTranslation; issues: Issue[] } {
  const issues: Issue[] = [];
  const { target } = translation;
  const checkOf = (kql: string): CheckedQuery => {
    const found = findings.get(keyOf(kql, target, version));
    if (!found) throw new Error(`A query of ${path} for ${target} was not checked`);
    return found;
  };
  const errorsOf = ({ kql }: Variant) =>
    kql === null ? [] : checkOf(kql).diagnostics.filter(({ severity }) => severity === 'error');
  const factsOf = ({ kql }: Variant) => (kql === null ? null : checkOf(kql).facts);
  const report = (variant: Variant, [first]: readonly Diagnostic[]) => {
    // The step has an issue of its own.
    if (first?.code === 'translate/stopped') return;
    const message = `${target}, ${variant.table}: ${first?.code} ${first?.message}`;
    const where = { path, ruleId, hint: 'This is a bug in Watchfloor. Please report it.' };
    issues.push(issue('error', 'ingest/query-refused', message, where));
  };
  const alternatives = translation.alternatives.filter((variant) => {
    const errors = errorsOf(variant);
    if (errors.length > 0) report(variant, errors);
    return errors.length === 0;
  });
  const others = alternatives.map(factsOf);
  if (translation.kql === null) {
    const facts = [null, ...others];
    return { translation: { ...translation, alternatives, facts, checkErrors: null }, issues };
  }
  const errors = errorsOf(translation);
  if (errors.length === 0) {
    const warnings = checkOf(translation.kql).diagnostics;
    const diagnostics = [...translation.diagnostics, ...warnings.map(withoutSpan)];
    const facts = [factsOf(translation), ...others];
    return {
      translation: { ...translation, alternatives, diagnostics, facts, checkErrors: 0 },
      issues,
    };
  }
  report(translation, errors);
  const refused = unsupportedTranslation(target, [reasonFor(errors)]);
  const facts = [null, ...others];
  return { translation: { ...refused, alternatives, facts, checkErrors: errors.length }, issues };
}

function reasonFor([first]: readonly Diagnostic[]): Diagnostic {
  if (first?.code === 'translate/stopped') return first;
  return {
    severity: 'error',
    code: 'translate/query-refused',
    message: `Microsoft’s parser rejects the query: ${first?.message}`,
  };
}

/** A translation's spans lie in the rule's text, and the check's in the query's. */
function withoutSpan({ severity, code, message, hint }: Diagnostic): Diagnostic {
  return { severity, code, message, ...(hint === undefined ? {} : { hint }) };
}
