import type { Cells, Compiled, Environment } from './environment';
import { child, classOf, items, type Node, nameOf, typeOf, UnsupportedError } from './syntax';
import type { Value, ValueType } from './values';
import { compareValues, emptyOf, keyOf, toDynamic, toNumber } from './values';

/** An aggregate over the rows of a group: the values of its result columns. */
export type Aggregate = (rows: readonly Cells[]) => readonly Value[];

interface Use {
  readonly args: readonly Compiled[];
  /** `*` among the arguments: every column but those grouped by. */
  readonly others: readonly string[] | null;
  readonly type: ValueType;
  readonly node: Node;
}

type AggregateCompiler = (use: Use) => (rows: readonly Cells[]) => Value | readonly Value[];

/** Nulls take no part: https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
function numbers(arg: Compiled | undefined, rows: readonly Cells[]): number[] {
  const out: number[] = [];
  rows.forEach((row, at) => {
    const value = arg?.get(row, at, rows) ?? null;
    const number =
      arg?.type === 'dynamic' || arg?.type === 'string' ? toNumber(value, arg.type) : value;
    if (number !== null && !Number.isNaN(Number(number))) out.push(Number(number));
  });
  return out;
}

function values(arg: Compiled | undefined, rows: readonly Cells[]): Value[] {
  return rows.map((row, at) => arg?.get(row, at, rows) ?? null);
}

function sum(list: readonly number[]): number {
  return list.reduce((total, value) => total + value, 0);
}

function variance(list: readonly number[], ofPopulation: boolean): number {
  const count = ofPopulation ? list.length : list.length - 1;
  if (count <= 0) return 0;
  const mean = sum(list) / list.length;
  return sum(list.map((value) => (value - mean) ** 2)) / count;
}

/** Nearest rank, as `percentile()` documents it. */
function percentile(list: readonly number[], percent: number): number | null {
  if (list.length === 0) return null;
  const sorted = [...list].sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? null;
}

const extreme =
  (sign: number): AggregateCompiler =>
  ({ args, type }) =>
  (rows) =>
    values(args[0], rows).reduce<Value>((best, value) => {
      if (value === null) return best;
      if (best === null || best === undefined) return value;
      return sign * compareValues(value, best) > 0 ? value : best;
    }, null) ?? emptyOf(type);

const list =
  (distinct: boolean): AggregateCompiler =>
  ({ args }) => {
    const [of, limit] = args;
    return (rows) => {
      const out: Value[] = [];
      const seen = new Set<string>();
      const most = Number(limit?.constant?.value ?? 1_048_576);
      for (const raw of values(of, rows)) {
        if (out.length >= most) break;
        const value = toDynamic(raw, of?.type ?? 'dynamic');
        if (value === null) continue;
        // make_set takes an array's elements one by one.
        for (const item of distinct && Array.isArray(value) ? value : [value]) {
          const key = distinct ? keyOf(item) : '';
          if (distinct && seen.has(key)) continue;
          seen.add(key);
          out.push(item);
        }
      }
      return out;
    };
  };

const argExtreme =
  (sign: number): AggregateCompiler =>
  ({ args, others }) => {
    const [of, ...returned] = args;
    return (rows) => {
      let best = -1;
      let value: Value = null;
      rows.forEach((row, at) => {
        const own = of?.get(row, at, rows) ?? null;
        if (own === null) return;
        if (best === -1 || sign * compareValues(own, value) > 0) {
          best = at;
          value = own;
        }
      });
      const row = rows[best] ?? rows[0] ?? {};
      return [
        value,
        ...returned.map((arg) => arg.get(row, Math.max(0, best), rows)),
        ...(others ?? []).map((name) => row[name] ?? null),
      ];
    };
  };

const takeAny: AggregateCompiler = ({ args, others }) => {
  return (rows) => {
    const row = rows[0] ?? {};
    return others
      ? others.map((name) => row[name] ?? null)
      : args.map((arg) => {
          // A value that is not empty, where there is one.
          const all = values(arg, rows);
          return all.find((value) => value !== null && value !== '') ?? all[0];
        });
  };
};

const percentiles: AggregateCompiler = ({ args }) => {
  const [of, ...ranks] = args;
  return (rows) => {
    const list = numbers(of, rows);
    return ranks.map((rank) => percentile(list, Number(rank.get({}, 0, []))));
  };
};

/** The aggregate over the rows for which its last argument holds. */
const onlyIf =
  (compiler: AggregateCompiler): AggregateCompiler =>
  (use) => {
    const predicate = use.args[use.args.length - 1];
    const inner = compiler({ ...use, args: use.args.slice(0, -1) });
    return (rows) => inner(rows.filter((row, at) => predicate?.get(row, at, rows) === true));
  };

const count: AggregateCompiler = () => (rows) => rows.length;
const dcount: AggregateCompiler =
  ({ args }) =>
  (rows) =>
    new Set(
      values(args[0], rows)
        .filter((value) => value !== null)
        .map(keyOf),
    ).size;
const total: AggregateCompiler =
  ({ args }) =>
  (rows) =>
    sum(numbers(args[0], rows));
const average: AggregateCompiler =
  ({ args }) =>
  (rows) => {
    const list = numbers(args[0], rows);
    return list.length === 0 ? Number.NaN : sum(list) / list.length;
  };
const spread =
  (ofPopulation: boolean, root: boolean): AggregateCompiler =>
  ({ args }) =>
  (rows) => {
    const value = variance(numbers(args[0], rows), ofPopulation);
    return root ? Math.sqrt(value) : value;
  };
const bag: AggregateCompiler =
  ({ args }) =>
  (rows) => {
    const merged: Record<string, Value> = {};
    for (const value of values(args[0], rows)) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) continue;
      for (const [key, item] of Object.entries(value)) if (!(key in merged)) merged[key] = item;
    }
    return merged;
  };

const AGGREGATES: Readonly<Record<string, AggregateCompiler>> = {
  count,
  countif: onlyIf(count),
  dcount,
  dcountif: ({ args, ...use }) =>
    onlyIf(dcount)({ ...use, args: args.slice(0, 2).filter((arg) => arg !== undefined) }),
  count_distinct: dcount,
  count_distinctif: onlyIf(dcount),
  sum: total,
  sumif: onlyIf(total),
  avg: average,
  avgif: onlyIf(average),
  min: extreme(-1),
  minif: onlyIf(extreme(-1)),
  max: extreme(1),
  maxif: onlyIf(extreme(1)),
  stdev: spread(false, true),
  stdevif: onlyIf(spread(false, true)),
  stdevp: spread(true, true),
  variance: spread(false, false),
  variancep: spread(true, false),
  percentile: percentiles,
  percentiles,
  percentiles_array: (use) => {
    const all = percentiles(use);
    return (rows) => [all(rows)];
  },
  make_set: asOne(list(true)),
  makeset: asOne(list(true)),
  make_list: asOne(list(false)),
  makelist: asOne(list(false)),
  make_set_if: asOne(({ args, ...use }) => onlyIf(list(true))({ ...use, args: args.slice(0, 2) })),
  make_list_if: asOne(({ args, ...use }) =>
    onlyIf(list(false))({ ...use, args: args.slice(0, 2) }),
  ),
  make_bag: bag,
  arg_max: argExtreme(1),
  argmax: argExtreme(1),
  arg_min: argExtreme(-1),
  argmin: argExtreme(-1),
  take_any: takeAny,
  any: takeAny,
  take_anyif: onlyIf(takeAny),
};

/** For aggregates whose value is an array: one column, not several. */
function asOne(compiler: AggregateCompiler): AggregateCompiler {
  return (use) => {
    const inner = compiler(use);
    return (rows) => [inner(rows)];
  };
}

/** An aggregate call, or an expression over aggregate calls (`count() * 2`). */
export function compileAggregate(
  node: Node,
  environment: Environment,
  grouped: readonly string[],
): Aggregate {
  if (classOf(node) === 'SimpleNamedExpression' || classOf(node) === 'CompoundNamedExpression') {
    return compileAggregate(child(node, 'Expression'), environment, grouped);
  }
  if (classOf(node) === 'ParenthesizedExpression') {
    return compileAggregate(child(node, 'Expression'), environment, grouped);
  }
  if (classOf(node) === 'FunctionCallExpression') {
    const name = nameOf(child(node, 'Name'));
    const compiler = AGGREGATES[name];
    if (compiler) return compileUse(compiler, node, environment, grouped);
  }
  return compileOver(node, environment, grouped);
}

function compileUse(
  compiler: AggregateCompiler,
  node: Node,
  environment: Environment,
  grouped: readonly string[],
): Aggregate {
  const args = items(child(child(node, 'ArgumentList'), 'Expressions'));
  const hasStar = args.some((arg) => classOf(arg) === 'StarExpression');
  const compiled = args
    .filter((arg) => classOf(arg) !== 'StarExpression')
    .map((arg) => environment.compilers.expression(arg, environment));
  const taken = new Set(grouped);
  const first = args[0];
  if (first && classOf(first) === 'NameReference') taken.add(nameOf(first));
  const run = compiler({
    args: compiled,
    others: hasStar
      ? environment.columns.map(({ name }) => name).filter((name) => !taken.has(name))
      : null,
    type: typeOf(node),
    node,
  });
  return (rows) => {
    const result = run(rows);
    return Array.isArray(result) ? result : [result];
  };
}

/** The aggregates inside become bindings; the rest is an ordinary expression. */
function compileOver(node: Node, environment: Environment, grouped: readonly string[]): Aggregate {
  const found = new Map<Node, { aggregate: Aggregate; type: ValueType }>();
  const collect = (part: Node) => {
    if (classOf(part) === 'FunctionCallExpression' && AGGREGATES[nameOf(child(part, 'Name'))]) {
      found.set(part, {
        aggregate: compileAggregate(part, environment, grouped),
        type: typeOf(part),
      });
      return;
    }
    for (let at = 0; at < part.ChildCount; at++) {
      const inner = part.GetChild(at) as Node | null;
      if (inner) collect(inner);
    }
  };
  collect(node);
  if (found.size === 0) throw new UnsupportedError('this is no aggregate that can be run', node);
  const results = new Map<Node, Value>();
  const replaced = (part: Node): Compiled | null => {
    const aggregate = found.get(part);
    return aggregate ? { type: aggregate.type, get: () => results.get(part) ?? null } : null;
  };
  const compiled = environment.compilers.expression(node, { ...environment, replaced });
  return (rows) => {
    for (const [part, { aggregate }] of found) results.set(part, aggregate(rows)[0] ?? null);
    return [compiled.get(rows[0] ?? {}, 0, rows)];
  };
}
