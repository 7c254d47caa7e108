import type { Diagnostic, DiagnosticCode } from '@/lib/diagnostic';
import { TARGET_NAME, type Target } from '@/lib/target';
import type { DetectionVariant } from './translate-detection';
import type { Translation } from './types';

/** Reasons that lie in the rule and hold for every table. */
const OF_THE_RULE: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'translate/placeholder',
  'translate/unsupported-regex',
]);

/**
 * Why no table of the target serves a rule: every reason for the best table, and the first one for each
 * of the others. Each says which table it is about, unless it is about the rule.
 */
export function refusalOf(variants: readonly DetectionVariant[]): Diagnostic[] {
  const [best, ...others] = variants;
  if (!best) return [];
  const told = new Set<string>();
  const about = (variant: DetectionVariant, reasons: readonly Diagnostic[]): Diagnostic[] =>
    reasons.flatMap((reason) => {
      const table = OF_THE_RULE.has(reason.code) ? null : variant.table;
      const key = `${table}\0${reason.message}`;
      if (told.has(key)) return [];
      told.add(key);
      return table === null ? [reason] : [{ ...reason, table }];
    });
  return [
    ...about(best, best.diagnostics),
    ...others.flatMap((variant) => about(variant, variant.diagnostics.slice(0, 1))),
  ];
}

/** The targets whose query serves where a target has none, the better one first. */
export const INSTEAD: Readonly<Record<Target, readonly Target[]>> = {
  'defender-xdr': ['sentinel', 'sentinel-asim'],
  'sentinel-asim': ['sentinel'],
  sentinel: ['sentinel-asim'],
};

/**
 * The diagnostic that offers the query of another target. The Defender portal queries the tables of a
 * workspace that is connected to it, so its own tables are not needed there.
 */
export function queryElsewhere(refused: Target, { target, table }: Translation): Diagnostic {
  const where =
    refused === 'defender-xdr'
      ? 'Advanced hunting in the Defender portal also runs it, if the workspace is connected.'
      : 'It runs in the same workspace.';
  return {
    severity: 'info',
    code: 'translate/query-elsewhere',
    message: `There is a query for ${TARGET_NAME[target]}, which reads ${table}`,
    hint: where,
    instead: { target, table: table ?? '' },
  };
}
