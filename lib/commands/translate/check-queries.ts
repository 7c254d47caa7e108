import type { Diagnostic } from '@/lib/diagnostic';
import type { CheckPool } from '@/lib/kql';
import type { Target } from '@/lib/target';
import type { Translation, Variant } from '@/lib/translate';
import type { Source } from './source';

/** The results of one rule on one target. */
export interface Line {
  readonly source: Source;
  readonly translation: Translation;
}

/** Checks the queries with Microsoft’s binder. Withdraws a query that it refuses, and gives the reason. */
export async function checkQueries(lines: readonly Line[], pool: CheckPool): Promise<Line[]> {
  const requests = lines.flatMap(({ translation: { target, alternatives, kql } }) =>
    [kql, ...alternatives.map((variant) => variant.kql)].flatMap((query) =>
      query === null ? [] : [{ key: `${target}\0${query}`, kql: query, target }],
    ),
  );
  const found = await pool.check(requests);
  const judge = <Any extends Variant>(variant: Any, target: Target): Any => {
    const { kql } = variant;
    const problems = kql === null ? [] : (found.get(`${target}\0${kql}`) ?? []);
    if (problems.length === 0) return variant;
    const refused = problems.some(({ severity }) => severity === 'error');
    const findings = problems.map(
      ({ severity, code, message }): Diagnostic => ({
        severity,
        code: severity === 'error' ? 'translate/query-refused' : code,
        message: `Microsoft’s parser reports: ${message}`,
      }),
    );
    const diagnostics = [...variant.diagnostics, ...findings];
    return refused
      ? {
          ...variant,
          outcome: 'unsupported',
          kql: null,
          tables: [],
          trace: [],
          cost: null,
          diagnostics,
        }
      : { ...variant, diagnostics };
  };
  return lines.map(({ source, translation }) => ({
    source,
    translation: {
      ...judge(translation, translation.target),
      alternatives: translation.alternatives
        .map((variant) => judge(variant, translation.target))
        .filter(({ kql }) => kql !== null),
    },
  }));
}
