import type { Diagnostic } from '../../diagnostic';
import type { CheckPool, CheckRequest } from '../../kql/check-pool';
import { type Translation, unsupportedTranslation, type Variant } from '../../translate';
import { sha256 } from '../hash';
import { type Issue, issue } from '../issue';
import type { ResultCache } from './cache';
import type { CheckedTranslation } from './rows';

// Threads wait for each other at the end of a batch, so it is large.
const BATCH = 600;

type Findings = ReadonlyMap<string, readonly Diagnostic[]>;

function keyOf(kql: string, { target }: Translation, version: string): string {
  return `check:${version}:${target}:${sha256(kql)}`;
}

/** Asks Microsoft's parser and binder about every query that it has not been asked about before. */
export async function checkQueries(
  translations: readonly Translation[],
  version: string,
  pool: CheckPool,
  cache: ResultCache,
  onChecked: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<{ findings: Findings; checked: number }> {
  const requests = new Map<string, CheckRequest>();
  for (const translation of translations) {
    for (const { kql } of [translation, ...translation.alternatives]) {
      if (kql === null) continue;
      const key = keyOf(kql, translation, version);
      requests.set(key, { key, kql, target: translation.target });
    }
  }
  const findings = new Map<string, readonly Diagnostic[]>();
  for (const [key, value] of await cache.read([...requests.keys()])) {
    findings.set(key, JSON.parse(value) as Diagnostic[]);
  }
  const missing = [...requests.values()].filter(({ key }) => !findings.has(key));
  for (let at = 0; at < missing.length; at += BATCH) {
    signal?.throwIfAborted();
    const some = missing.slice(at, at + BATCH);
    for (const [key, diagnostics] of await pool.check(some)) {
      findings.set(key, diagnostics);
      cache.add(key, JSON.stringify(diagnostics));
    }
    onChecked(at + some.length, missing.length);
  }
  return { findings, checked: missing.length };
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
  const errorsOf = ({ kql }: Variant) =>
    kql === null
      ? []
      : (findings.get(keyOf(kql, translation, version)) ?? []).filter(
          ({ severity }) => severity === 'error',
        );
  const report = (variant: Variant, [first]: readonly Diagnostic[]) => {
    const message = `${target}, ${variant.table}: ${first?.code} ${first?.message}`;
    const where = { path, ruleId, hint: 'Report this as a defect of the translator.' };
    issues.push(issue('error', 'ingest/query-refused', message, where));
  };
  const alternatives = translation.alternatives.filter((variant) => {
    const errors = errorsOf(variant);
    if (errors.length > 0) report(variant, errors);
    return errors.length === 0;
  });
  if (translation.kql === null) {
    return { translation: { ...translation, alternatives, checkErrors: null }, issues };
  }
  const errors = errorsOf(translation);
  if (errors.length === 0) {
    const warnings = findings.get(keyOf(translation.kql, translation, version)) ?? [];
    const diagnostics = [...translation.diagnostics, ...warnings.map(withoutSpan)];
    return { translation: { ...translation, alternatives, diagnostics, checkErrors: 0 }, issues };
  }
  report(translation, errors);
  const refused = unsupportedTranslation(target, [
    {
      severity: 'error',
      code: 'translate/query-refused',
      message: `Microsoft’s parser refuses the query that was made: ${errors[0]?.message}`,
    },
  ]);
  return { translation: { ...refused, alternatives, checkErrors: errors.length }, issues };
}

/** A translation's spans lie in the rule's text, and the check's in the query's. */
function withoutSpan({ severity, code, message, hint }: Diagnostic): Diagnostic {
  return { severity, code, message, ...(hint === undefined ? {} : { hint }) };
}
