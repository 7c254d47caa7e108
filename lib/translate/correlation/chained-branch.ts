import { column } from '@/lib/kql';
import type { CorrelationRule } from '@/lib/sigma';
import {
  type Branch,
  type BranchOf,
  type Building,
  freeNames,
  OWN_COLUMNS,
  type Result,
} from './correlation-parts';
import { projected } from './project-matches';

/** The results of a chained correlation as matches, each at the end of its window. */
export function chainedBranch(
  rule: CorrelationRule,
  built: Branch,
  of: BranchOf,
  parts: Building,
): Result<Branch> {
  const { groupBy } = rule.correlation;
  const known = freeNames(groupBy, OWN_COLUMNS);
  const { project, missing } = projected(
    of,
    'End',
    (field) => {
      const name = known[groupBy.indexOf(field)];
      if (name === undefined) return null;
      return { expression: column(name), quality: 'exact', sources: [] };
    },
    parts,
  );
  if (missing.length > 0) {
    return {
      ok: false,
      problems: missing.map((field) => ({
        severity: 'error',
        code: 'translate/correlation',
        message: `${of.name} is not grouped by ${field}, so the correlation cannot group by it`,
        hint: `Add ${field} to the \`group-by\` of ${of.name}.`,
      })),
    };
  }
  const { query } = built;
  const columns = [column('Time'), column('Rule'), ...of.groups.map(column)];
  if (of.columns.length > of.groups.length) columns.push(column('Value'));
  return {
    ok: true,
    value: {
      ...built,
      query: {
        ...query,
        // Windows that end at the same moment are one match.
        operators: [...query.operators, project, { kind: 'distinct', columns }],
      },
    },
  };
}
