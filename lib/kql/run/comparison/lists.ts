import type { Compiled, Getter } from '../environment';
import { fold, STRING_TESTS } from '../string-tests';
import { type Node, UnsupportedError } from '../syntax';
import {
  isNumeric,
  keyOf,
  toDatetime,
  toDynamic,
  toNumber,
  toText,
  toTimespan,
  type Value,
  type ValueType,
} from '../values';
import { textGetter } from './strings';

/** `in`, `has_any`, `has_all`: an array among the operands counts as its elements. */
export function compileList(
  operator: string,
  left: Compiled,
  operands: readonly Compiled[],
  node: Node,
): Compiled {
  const negated = operator.startsWith('!');
  const name = negated ? operator.slice(1) : operator;
  if (name === 'in' || name === 'in~') return membership(left, operands, name === 'in~', negated);
  const test = STRING_TESTS.get('has');
  if (!test || (name !== 'has_any' && name !== 'has_all')) {
    throw new UnsupportedError(`the operator ${operator} cannot be run`, node);
  }
  const text = textGetter(left);
  const needles = flattened(operands, (value, type) => fold(toText(value, type)));
  const all = name === 'has_all';
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const hay = fold(text(row, at, rows));
      const list = needles(row, at, rows);
      const found = all
        ? list.every((needle) => test(hay, needle))
        : list.some((needle) => test(hay, needle));
      return found !== negated;
    },
  };
}

function flattened<Item>(
  operands: readonly Compiled[],
  convert: (value: Value, type: ValueType) => Item,
): (...at: Parameters<Getter>) => Item[] {
  const collect = (...at: Parameters<Getter>): Item[] =>
    operands.flatMap((operand) => {
      const value = operand.get(...at);
      return Array.isArray(value)
        ? value.map((item) => convert(item, 'dynamic'))
        : [convert(value, operand.type)];
    });
  if (!operands.every((operand) => operand.constant)) return collect;
  const fixed = collect({}, 0, []);
  return () => fixed;
}

function membership(
  left: Compiled,
  operands: readonly Compiled[],
  ignoreCase: boolean,
  negated: boolean,
): Compiled {
  const key = (value: Value, type: ValueType): string => {
    if (value === null || value === undefined) return 'n';
    if (ignoreCase) return `s${fold(toText(value, type))}`;
    if (isNumeric(left.type)) {
      const number = toNumber(value, type);
      return number === null ? 'n' : keyOf(number);
    }
    if (left.type === 'datetime') return keyOf(toDatetime(value, type));
    if (left.type === 'timespan') return keyOf(toTimespan(value, type));
    if (left.type === 'string') return `s${toText(value, type)}`;
    if (left.type === 'guid') return `s${fold(toText(value, type))}`;
    return keyOf(toDynamic(value, type));
  };
  const keys = flattened(operands, key);
  const isConstant = operands.every((operand) => operand.constant);
  let fixed: ReadonlySet<string> | null = null;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const value = left.get(row, at, rows);
      if (value === null) return negated;
      fixed ??= isConstant ? new Set(keys(row, at, rows)) : null;
      const own = key(value, left.type);
      return (fixed ? fixed.has(own) : keys(row, at, rows).includes(own)) !== negated;
    },
  };
}
