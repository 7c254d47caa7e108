import {
  call,
  column,
  type Expression,
  named,
  number,
  type Operator,
  printExpression,
  string,
  tagged,
} from '@/lib/kql';
import type { Quality, Source } from '../types';
import type { BranchOf, Building } from './correlation-parts';

export interface FoundColumn {
  readonly expression: Expression;
  readonly quality: Quality;
  readonly sources: readonly Source[];
  readonly note?: string;
}

/** A rule's matches with the columns that the correlation needs, each with its line in the trace. */
export function projected(
  of: BranchOf,
  time: string,
  find: (field: string) => FoundColumn | null,
  { trace }: Building,
): {
  readonly project: Operator;
  readonly missing: readonly string[];
  readonly approximate: readonly string[];
} {
  const missing: string[] = [];
  const approximate: string[] = [];
  const made = of.columns.map((wanted) => {
    const found = find(wanted.field);
    if (!found) {
      missing.push(wanted.field);
      return { wanted, expression: string('') };
    }
    const text = printExpression(found.expression);
    if (found.quality === 'approximate') {
      const note = found.note ?? `related to ${wanted.field}, but not the same value`;
      approximate.push(`${of.name}: ${wanted.field} → ${text}: ${note}`);
    }
    const tag = trace.add(of.own, {
      selection: wanted.place,
      field: wanted.name,
      modifiers: [],
      value: wanted.name === wanted.field ? of.name : `${of.name}: ${wanted.field}`,
      column: text,
      operator: wanted.place === 'group-by' ? 'grouped by' : 'counted',
      quality: found.quality,
      sources: found.sources,
      ...(found.note === undefined ? {} : { note: found.note }),
      sigmaSpan: wanted.span,
    });
    return { wanted, expression: tagged(found.expression, tag) };
  });
  const groups = made.filter(({ wanted }) => wanted.place === 'group-by');
  const values = made.filter(({ wanted }) => wanted.place !== 'group-by');
  const project: Operator = {
    kind: 'project',
    columns: [
      named('Time', column(time)),
      named('Rule', number(of.index)),
      ...groups.map(({ wanted, expression }) => renamed(wanted.asColumn, expression)),
      ...valueColumns(values.map(({ expression }) => expression)),
    ],
  };
  return { project, missing, approximate };
}

function renamed(name: string, value: Expression): Expression {
  return value.kind === 'column' && value.name === name ? value : named(name, value);
}

function valueColumns(values: readonly Expression[]): Expression[] {
  const [only] = values;
  if (!only) return [];
  // Several fields count as one value.
  return [
    named('Value', values.length === 1 ? only : call('strcat_delim', string('|'), ...values)),
  ];
}
