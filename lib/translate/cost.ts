import { type Expression, type Operator, printExpression, type Query } from '@/lib/kql';
import { hasIndexedTerm } from './prefilter/terms';
import { COST_LEVELS, type Cost, type CostLevel, type CostStep } from './types';

/*
 * What a query makes Kusto do, read from its tree. Kusto finds whole terms of three and more letters or
 * digits, and numbers, by index; parts of words, patterns and computed columns it reads row by row
 * (https://learn.microsoft.com/kusto/query/datatypes-string-operators). So all depends on what has left out
 * rows before the first test that reads them one by one:
 *
 * - cheap: a value of the rule, by index; or nothing is read row by row;
 * - moderate: only the table's own filter, such as an event id, or the parser's;
 * - heavy: nothing.
 *
 * A join makes a query one level dearer.
 */

/** What has left out rows so far, and the level of a test that reads the others one by one. */
const LEVEL_AFTER = { index: 'cheap', filter: 'moderate', nothing: 'heavy' } as const;
type Narrowed = keyof typeof LEVEL_AFTER;

/** Operators that an index answers. */
const LOOK_UPS: ReadonlySet<string> = new Set([
  ...['==', '=~', 'has', 'has_cs', 'hasprefix', 'hasprefix_cs'],
  ...['in', 'in~', 'has_any', 'has_all'],
]);

/** The cost of a query, from its tree. */
export function costOf(query: Query): Cost {
  const reading = new Reading();
  reading.query(query);
  return reading.cost();
}

class Reading {
  private readonly steps: CostStep[] = [];
  /** Results that have a name: reading them again is no reading of a table. */
  private readonly results = new Set<string>();
  private level: CostLevel = 'cheap';
  private joins = false;

  cost(): Cost {
    const steps = this.steps.filter(
      ({ kind, text }, at) =>
        this.steps.findIndex((other) => other.kind === kind && other.text === text) === at,
    );
    const level = COST_LEVELS.indexOf(this.level) + (this.joins ? 1 : 0);
    return { level: COST_LEVELS[Math.min(level, COST_LEVELS.length - 1)] ?? 'heavy', steps };
  }

  query({ lets = [], source, operators }: Query): void {
    for (const { name, value } of lets) {
      if ('source' in value) this.query(value);
      this.results.add(name);
    }
    if (source.kind === 'union') for (const one of source.queries) this.query(one);
    else if (source.kind === 'query') this.query(source.query);
    const name = source.kind === 'table' || source.kind === 'call' ? source.name : null;
    if (name === null || this.results.has(name)) this.later(operators);
    else if (isParser(name))
      this.parser(name, source.kind === 'call' ? source.args : [], operators);
    else this.table(operators);
  }

  /** The parser's columns are computed, so only its own arguments reach an index. */
  private parser(name: string, args: readonly Expression[], operators: readonly Operator[]): void {
    const named = args.flatMap((one) => (one.kind === 'named' ? one.name : []));
    const narrowed = named.length > 0 ? 'index' : 'filter';
    if (named.length > 0)
      this.add('index', `\`${name}\` finds rows in each of its sources by ${listed(named)}.`);
    else
      this.add('filter', `\`${name}\` leaves the events of its schema, from each of its sources.`);
    this.rest(operators, narrowed, () => true);
  }

  private table(operators: readonly Operator[]): void {
    const filters: string[] = [];
    for (const operator of operators) {
      // As a mapping file writes it.
      if (operator.kind !== 'where' || operator.predicate.kind !== 'raw') break;
      filters.push(printExpression(operator.predicate));
    }
    if (filters.length > 0)
      this.add('filter', `Leaves the rows where \`${filters.join(' and ')}\`.`);
    const narrowed = filters.length > 0 ? 'filter' : 'nothing';
    const computed = new Set<string>();
    this.rest(operators.slice(filters.length), narrowed, (name) => computed.has(name), computed);
  }

  /** The operators after the table's own filter, up to where rows become something else. */
  private rest(
    operators: readonly Operator[],
    before: Narrowed,
    isComputed: (column: string) => boolean,
    computed: Set<string> = new Set(),
  ): void {
    const end = operators.findIndex(({ kind }) => !ROW_BY_ROW.has(kind));
    const own = end === -1 ? operators : operators.slice(0, end);
    const lastTest = own.findLastIndex(({ kind }) => kind === 'where');
    let narrowed = before;
    for (const operator of own.slice(0, lastTest + 1)) {
      if (operator.kind === 'extend') {
        const names = operator.columns.flatMap((one) => (one.kind === 'named' ? one.name : []));
        for (const name of names) computed.add(name);
        this.read('compute', `Computes ${listed(names)} in ${rowsAfter(narrowed)}.`, narrowed);
      } else if (operator.kind === 'where') {
        const tests = new Tests(isComputed);
        if (tests.narrows(operator.predicate) && narrowed !== 'index') {
          narrowed = 'index';
          this.add('index', `Finds rows by their ${listed([...tests.lookedUp])}.`);
        }
        tests.scans(operator.predicate);
        if (tests.scanned.size > 0) {
          const columns = listed([...tests.scanned]);
          this.read('scan', `Reads the text of ${columns} in ${rowsAfter(narrowed)}.`, narrowed);
        }
      }
    }
    if (end !== -1) this.later(operators.slice(end));
  }

  /** Operators on results, of which there are few. */
  private later(operators: readonly Operator[]): void {
    for (const operator of operators) {
      if (operator.kind === 'join') {
        this.joins = true;
        this.query(operator.right);
        this.add('join', 'Compares each match with every other of the same group.');
      } else if (operator.kind === 'summarize' && operator.by.length > 0) {
        this.add('group', 'Groups the matches and counts or measures each group.');
      }
    }
  }

  private read(kind: CostStep['kind'], text: string, narrowed: Narrowed): void {
    const level = LEVEL_AFTER[narrowed];
    if (COST_LEVELS.indexOf(level) > COST_LEVELS.indexOf(this.level)) this.level = level;
    this.add(kind, text);
  }

  private add(kind: CostStep['kind'], text: string): void {
    this.steps.push({ kind, text });
  }
}

const ROW_BY_ROW: ReadonlySet<string> = new Set([
  ...['where', 'extend', 'project', 'project-away', 'project-reorder', 'project-keep'],
  ...['project-rename', 'take'],
]);

/** The tests of one `where`: which columns an index answers, which are read row by row. */
class Tests {
  readonly lookedUp = new Set<string>();
  readonly scanned = new Set<string>();
  private readonly isComputed: (column: string) => boolean;

  constructor(isComputed: (column: string) => boolean) {
    this.isComputed = isComputed;
  }

  /** Whether an index leaves out rows, whichever alternative holds. */
  narrows(test: Expression): boolean {
    if (test.kind === 'and') return test.of.filter((part) => this.narrows(part)).length > 0;
    if (test.kind === 'or') return test.of.every((part) => this.narrows(part));
    const column = this.lookUp(test);
    if (column !== null) this.lookedUp.add(column);
    return column !== null;
  }

  /** An index finds rows that have a value, not those that lack it. */
  scans(test: Expression, isExcluded = false): void {
    if (test.kind === 'and' || test.kind === 'or') {
      for (const part of test.of) this.scans(part, isExcluded);
    } else if (test.kind === 'not') this.scans(test.of, true);
    else if (isExcluded || this.lookUp(test) === null) {
      for (const name of textsIn(test)) this.scanned.add(name);
    }
  }

  /** The column whose index answers the test, or null. */
  private lookUp(test: Expression): string | null {
    if (test.kind !== 'compare' && test.kind !== 'list') return null;
    if (!LOOK_UPS.has(test.operator) || test.left.kind !== 'column') return null;
    if (this.isComputed(test.left.name)) return null;
    const values = test.kind === 'compare' ? [test.right] : test.values;
    const indexed = test.operator === 'has_all' ? values.some(isIndexed) : values.every(isIndexed);
    return indexed ? test.left.name : null;
  }
}

function isIndexed(value: Expression): boolean {
  return value.kind === 'string' ? hasIndexedTerm(value.value) : value.kind === 'number';
}

/** The columns whose text a test reads. A look for emptiness or a number reads no text. */
function textsIn(test: Expression): string[] {
  switch (test.kind) {
    case 'compare':
      return test.right.kind === 'string' || test.right.kind === 'column'
        ? columnNames(test.left)
        : [];
    case 'list':
      return test.values.some(({ kind }) => kind !== 'number') ? columnNames(test.left) : [];
    case 'call':
      return /^is(not)?(empty|null)$/.test(test.name) ? [] : columnNames(test);
    default:
      return [];
  }
}

function columnNames(expression: Expression): string[] {
  if (expression.kind === 'column') return [expression.name];
  if (expression.kind === 'call') return expression.args.flatMap(columnNames);
  return [];
}

/** ASIM's names, built in or deployed: `_Im_Dns`, `imDns`, `_ASim_Dns`, `ASimDns`. */
function isParser(name: string): boolean {
  return /^(_Im_|_ASim_|im[A-Z]|ASim)/.test(name);
}

function rowsAfter(narrowed: Narrowed): string {
  return narrowed === 'nothing' ? 'every row of the table' : 'the rows that are left';
}

const MAX_LISTED = 6;

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, MAX_LISTED)
    .map((name) => `\`${name}\``)
    .join(', ');
  const more = names.length - MAX_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
