import type { Diagnostic } from '@/lib/diagnostic';
import { and, call, column, type Operator, raw, retagQuery, string } from '@/lib/kql';
import type { Rule } from '@/lib/sigma';
import type { Field } from '../mapping/mapping';
import type { Branch, BranchOf, Building, Result } from './correlation-parts';
import { type FoundColumn, projected } from './project-matches';

const TIME_COLUMNS = ['TimeGenerated', 'Timestamp'];

export function detectionBranch(
  rule: Extract<Rule, { kind: 'detection' }>,
  of: BranchOf,
  parts: Building,
): Result<Branch> {
  const variant = parts.detection(rule);
  const named = (diagnostic: Diagnostic): Diagnostic => {
    // Its span points into another rule's text.
    const { span: _, ...rest } = diagnostic;
    // The whole query has one list for the placeholder.
    if (rest.code === 'translate/needs-values') return rest;
    return { ...rest, message: `${of.name}: ${diagnostic.message}` };
  };
  if ('code' in variant) return { ok: false, problems: [named(variant)] };
  const { query, context, mapped } = variant;
  if (!query || !context) return { ok: false, problems: variant.diagnostics.map(named) };
  const retag = parts.trace.adopt(of.below, context.trace);
  const time = TIME_COLUMNS.find((one) => Object.hasOwn(mapped.columns, one)) ?? 'TimeGenerated';
  const { project, missing, approximate } = projected(
    of,
    time,
    (field) => foundColumn(mapped.field(field)),
    parts,
  );
  if (missing.length > 0) {
    return {
      ok: false,
      problems: missing.map((field) => ({
        severity: 'error',
        code: 'translate/unmapped-field',
        message: `${of.name}: ${mapped.table} has no column for ${field}, which the correlation groups by or counts`,
      })),
    };
  }
  const { lets, source, operators } = retagQuery(query, retag);
  return {
    ok: true,
    value: {
      query: {
        ...(lets ? { lets } : {}),
        source,
        operators: [...operators, project, ...presence(of.groups)],
      },
      outcome: approximate.length > 0 ? 'approximate' : variant.outcome,
      tables: variant.tables,
      label: variant.label,
      diagnostics: [...variant.diagnostics.map(named), ...approximate.map(tellApproximate)],
    },
  };
}

function tellApproximate(message: string): Diagnostic {
  return { severity: 'warning', code: 'translate/approximate-field', message, effect: 'either' };
}

function foundColumn(field: Field | null): FoundColumn | null {
  if (!field) return null;
  const { quality, sources, note } = field;
  const described = { quality, sources, ...(note === undefined ? {} : { note }) };
  if (field.kind === 'constant') {
    return { ...described, expression: string(field.values[0] ?? '') };
  }
  if (field.kind === 'value' || field.kind === 'values' || field.kind === 'registry-data') {
    const text = field.isColumn ? column(field.text) : raw(field.text);
    return { ...described, expression: field.type === 'string' ? text : call('tostring', text) };
  }
  return null;
}

/** Drops matches without a value to group by: they belong to no group. */
function presence(groups: readonly string[]): Operator[] {
  if (groups.length === 0) return [];
  const predicate = and(...groups.map((name) => call('isnotempty', column(name))));
  return [{ kind: 'where', predicate }];
}
