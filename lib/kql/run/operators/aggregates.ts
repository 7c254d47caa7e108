import type { Cells, Compiled } from '../environment';
import { type Node, UnsupportedError } from '../syntax';
import {
  compareValues,
  emptyOf,
  keyOf,
  toDynamic,
  toNumber,
  type Value,
  type ValueType,
} from '../values';

interface Use {
  readonly args: readonly Compiled[];
  /** `*` among the arguments: every column that is not grouped by. */
  readonly others: readonly string[] | null;
  readonly type: ValueType;
  readonly node: Node;
}

export type AggregateCompiler = (use: Use) => (rows: readonly Cells[]) => Value | readonly Value[];

/** For aggregates that return an array in one column, not several columns. */
function asOne(compiler: AggregateCompiler): AggregateCompiler {
  return (use) => {
    const inner = compiler(use);
    return (rows) => [inner(rows)];
  };
}

/** The aggregate over the rows that satisfy the argument at `position`; the others are its own. */
const onlyIf =
  (compiler: AggregateCompiler, position = 1): AggregateCompiler =>
  (use) => {
    const predicate = use.args[position];
    const inner = compiler({ ...use, args: use.args.filter((_, at) => at !== position) });
    return (rows) => inner(rows.filter((row, at) => predicate?.get(row, at, rows) === true));
  };

/** Ignores nulls: https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
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

const MAX_SIZE = 1_048_576;

/** The most elements that the result may have. The argument must be a constant. */
function sizeLimit(limit: Compiled | undefined, node: Node): number {
  if (!limit) return MAX_SIZE;
  const size = Number(limit.constant?.value ?? Number.NaN);
  if (Number.isNaN(size)) throw new UnsupportedError('a size that is not constant', node);
  return Math.min(MAX_SIZE, size);
}

const list =
  (distinct: boolean): AggregateCompiler =>
  ({ args, node }) => {
    const [of, limit] = args;
    const most = sizeLimit(limit, node);
    return (rows) => {
      const out: Value[] = [];
      const seen = new Set<string>();
      for (const raw of values(of, rows)) {
        if (out.length >= most) break;
        const value = toDynamic(raw, of?.type ?? 'dynamic');
        if (value === null) continue;
        // make_set takes an array's elements one by one.
        for (const item of distinct && Array.isArray(value) ? value : [value]) {
          const key = distinct ? keyOf(item) : '';
          if (out.length >= most || (distinct && seen.has(key))) continue;
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
          // A non-empty value, if there is one.
          const all = values(arg, rows);
          return all.find((value) => value !== null && value !== '') ?? all[0];
        });
  };
};

const percentiles: AggregateCompiler = ({ args }) => {
  const [of, ...ranks] = args;
  return (rows) => {
    const list = numbers(of, rows);
    return ranks
      .flatMap((rank) => rank.get({}, 0, []))
      .map((rank) => percentile(list, Number(rank)));
  };
};

const count: AggregateCompiler = ({ args, node }) => {
  if (args.length > 0) throw new UnsupportedError('count() runs without arguments only', node);
  return (rows) => rows.length;
};

/** The exact number. Kusto estimates it, more closely with a higher accuracy, from 0 to 4. */
const dcount: AggregateCompiler = ({ args, node }) => {
  const [of, accuracy] = args;
  if (accuracy && ![0, 1, 2, 3, 4].includes(Number(accuracy.constant?.value ?? Number.NaN))) {
    throw new UnsupportedError('the accuracy of dcount() must be a constant from 0 to 4', node);
  }
  return (rows) =>
    new Set(
      values(of, rows)
        .filter((value) => value !== null)
        .map(keyOf),
    ).size;
};

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

const bag: AggregateCompiler = ({ args, node }) => {
  const [of, limit] = args;
  const most = sizeLimit(limit, node);
  return (rows) => {
    const merged = new Map<string, Value>();
    for (const value of values(of, rows)) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) continue;
      for (const [key, item] of Object.entries(value)) {
        if (merged.size < most && !merged.has(key)) merged.set(key, item);
      }
    }
    return Object.fromEntries(merged);
  };
};

/** The aggregates by their KQL names. */
export const AGGREGATES: ReadonlyMap<string, AggregateCompiler> = new Map(
  Object.entries({
    count,
    countif: onlyIf(count, 0),
    dcount,
    dcountif: onlyIf(dcount),
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
    make_set_if: asOne(onlyIf(list(true))),
    make_list_if: asOne(onlyIf(list(false))),
    make_bag: bag,
    arg_max: argExtreme(1),
    argmax: argExtreme(1),
    arg_min: argExtreme(-1),
    argmin: argExtreme(-1),
    take_any: takeAny,
    any: takeAny,
    take_anyif: onlyIf(takeAny),
  }),
);
