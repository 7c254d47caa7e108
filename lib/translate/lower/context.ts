import type { Diagnostic, DiagnosticCode } from '@/lib/diagnostic';
import { column, type Expression } from '@/lib/kql';
import {
  ANY,
  type LogSource,
  ONE,
  type Origin,
  type Pattern,
  type Predicate,
  type Test,
} from '@/lib/sigma';
import type { Computed, Field, MappedVariant, Rewrite, ValueType } from '../mapping/mapping';
import type { Source, TraceLine } from '../types';
import { LIST_PREFIX, type ValueListNames } from '../value-lists';
import { literalsOf } from './pattern';
import { pinnedColumns } from './pinned-columns';

/** Why a comparison has no KQL in a table. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly field: string | null;
  readonly reason: string;
  readonly origin: Origin;
}

/** A lowered predicate in one table. */
export type Lowered =
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** Not yet an expression, because other values of the column may join it. */
  | { readonly kind: 'equals'; readonly equals: Equals }
  /** `elsewhere`: false only because another table has such events. */
  | {
      readonly kind: 'constant';
      readonly value: boolean;
      readonly elsewhere: readonly Problem[];
    }
  | { readonly kind: 'unknown'; readonly problems: readonly Problem[] };

/** An equality that can join others on the same column as one `in`. */
export interface Equals {
  readonly key: string;
  readonly column: Expression;
  readonly cased: boolean | 'number';
  readonly values: Expression[];
  /** A number that may be null, inside a negation. */
  readonly guarded: boolean;
  /** A condition that must also hold, for any of the values. */
  readonly where?: Expression;
  /** The same values as other rows of the table write them. */
  readonly or?: Equals;
}

/** A column of the query: of the table, or computed once in an `extend`. */
export interface Column {
  readonly expression: Expression;
  readonly type: ValueType;
  readonly required: boolean;
  /** The column's name in the trace. */
  readonly text: string;
  readonly elements: Computed['elements'];
  readonly present: Computed['present'];
}

/** Complete except for the lines, which are known once the query is printed. */
export type TraceDraft = Omit<TraceLine, 'kqlLines'> & { kqlLines: readonly number[] };

const NO_LINES: readonly number[] = [];

/** The tests of a rule by field, which decide whether a column must be rewritten. */
export type TestsByField = ReadonlyMap<string | null, readonly Test[]>;

const collected = new WeakMap<Predicate, TestsByField>();

export function collectTests(predicate: Predicate): TestsByField {
  const known = collected.get(predicate);
  if (known) return known;
  const found = new Map<string | null, Test[]>();
  const add = (field: string | null, test: Test): void => {
    const known = found.get(field);
    if (known) known.push(test);
    else found.set(field, [test]);
  };
  const visit = (part: Predicate): void => {
    if (part.kind === 'test') {
      add(part.field, part.test);
      if (part.test.kind === 'field') add(part.test.field, part.test);
    } else if (part.kind === 'not') visit(part.of);
    else for (const child of part.of) visit(child);
  };
  visit(predicate);
  collected.set(predicate, found);
  return found;
}

function triggers(test: Test, rewrite: Rewrite): boolean {
  if (rewrite.atEnd && test.kind === 'pattern' && test.pattern.at(-1) === ANY) return false;
  switch (test.kind) {
    case 'pattern':
      return (
        (rewrite.always && test.pattern.includes(ONE)) ||
        (rewrite.ifEmpty && isEmptyText(test.pattern)) ||
        literalsOf(test.pattern).some((text) => rewrite.needs.test(text))
      );
    case 'regex':
      return rewrite.always || rewrite.needs.test(test.source);
    case 'field':
      return true;
    case 'placeholder':
      // Its values may be any.
      return true;
    case 'cidr':
      return rewrite.needs.test(test.network);
    case 'null':
    case 'exists':
      return rewrite.ifEmpty;
    default:
      return false;
  }
}

/** Whether a value that is empty matches; `(Empty)` is Sysmon's spelling of it. */
function isEmptyText(pattern: Pattern): boolean {
  return pattern.every((part) => part === '' || /^\(Empty\)$/i.test(String(part)));
}

/** The computed column in which keywords are looked for. */
export const KEYWORDS = 'EventText';

/** Everything that lowering one rule into one table gathers. */
export class LoweringContext {
  readonly logsource: LogSource;
  readonly variant: MappedVariant;
  readonly tests: TestsByField;
  readonly trace: TraceDraft[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Name → KQL, in order of first use. */
  readonly extended = new Map<string, string>();
  /** Name of a list → placeholder whose values it takes. */
  readonly valueLists = new Map<string, string>();
  private readonly listNames: ValueListNames;
  private readonly columns = new Map<string | null, Column>();
  private readonly reported = new Set<string>();
  private readonly pinned: ReadonlyMap<string, readonly string[]>;

  /** Whether comments name the selections. */
  readonly namesSelections: boolean;

  constructor(
    logsource: LogSource,
    variant: MappedVariant,
    tests: TestsByField,
    namesSelections: boolean,
    listNames: ValueListNames,
  ) {
    this.logsource = logsource;
    this.variant = variant;
    this.tests = tests;
    this.namesSelections = namesSelections;
    this.listNames = listNames;
    this.pinned = pinnedColumns(variant.where);
  }

  /** The only values that a column has in the table's rows, if its filter says so. */
  valuesOf(columnName: string): readonly string[] | null {
    return this.pinned.get(columnName) ?? null;
  }

  /** The column that carries a field, extended and rewritten if the rule's values need it. */
  columnOf(field: string | null, computed: Computed, name = field ?? KEYWORDS): Column {
    const known = this.columns.get(field);
    if (known) return known;
    const tests = this.tests.get(field) ?? [];
    let text = computed.text;
    let rewritten = false;
    for (const rewrite of computed.rewrites) {
      if (!tests.some((test) => triggers(test, rewrite))) continue;
      text = rewrite.apply(text);
      rewritten = true;
    }
    let expression: Expression;
    if (computed.isColumn && !rewritten) expression = column(computed.text);
    else if (/^[A-Za-z_]\w*$/.test(text)) expression = column(text);
    else {
      const free = this.freeName(name);
      this.extended.set(free, text);
      expression = column(free);
    }
    const made: Column = {
      expression,
      type: computed.type,
      required: computed.required,
      text,
      elements: computed.elements,
      present: computed.present,
    };
    this.columns.set(field, made);
    return made;
  }

  /** A name for a computed column that no other column has. */
  private freeName(field: string): string {
    let name = field.replace(/\W+/g, '_');
    if (/^\d/.test(name) || name.startsWith(LIST_PREFIX)) name = `_${name}`;
    // Microsoft's binder, which runs in JavaScript, takes names that every object has for none.
    const isTaken = (one: string): boolean =>
      Object.hasOwn(this.variant.columns, one) ||
      this.extended.has(one) ||
      Object.hasOwn(Object.prototype, one);
    while (isTaken(name)) name += '_';
    return name;
  }

  /** The name of the list that takes a placeholder's values. */
  valueList(placeholder: string): string {
    const name = this.listNames.nameOf(placeholder);
    this.valueLists.set(name, placeholder);
    return name;
  }

  addTrace(
    origin: Origin,
    described: { quality: TraceDraft['quality']; sources: readonly Source[]; note?: string },
    columnText: string,
    operator: string,
  ): number {
    const line: TraceDraft = {
      selection: origin.selection,
      field: origin.field,
      modifiers: origin.modifiers,
      value: origin.value,
      column: columnText,
      operator,
      quality: described.quality,
      sources: described.sources,
      sigmaSpan: origin.span,
      kqlLines: NO_LINES,
    };
    if (described.note !== undefined) Object.assign(line, { note: described.note });
    this.trace.push(line);
    if (described.quality === 'approximate') {
      const note = described.note ?? 'The two are related, but not the same value';
      this.report({
        severity: 'warning',
        code: 'translate/approximate-field',
        message: `${this.toldOf(origin.field, columnText)}. ${note}`,
        span: origin.span,
        effect: 'either',
      });
    }
    return this.trace.length - 1;
  }

  /** Where a field is read, in words; an expression stands in the trace. */
  private toldOf(field: string | null, columnText: string): string {
    const what = field ?? 'The event’s text';
    if (Object.hasOwn(this.variant.columns, columnText))
      return `${what} is looked for in ${columnText}`;
    const isWord = /^[\w ]+$/.test(columnText);
    return isWord ? `${what} is taken as ${columnText}` : `${what} has no column of its own`;
  }

  /** Each message once. */
  report(diagnostic: Diagnostic): void {
    if (this.reported.has(diagnostic.message)) return;
    this.reported.add(diagnostic.message);
    this.diagnostics.push(diagnostic);
  }

  field(name: string): Field | null {
    return this.variant.field(name);
  }
}
