import type { Compiled, Getter } from './environment';
import { compileRegex } from './regex/compile-regex';
import type { StringTest } from './string-tests';
import { fold, STRING_TESTS } from './string-tests';
import type { Node } from './syntax';
import { typeOf, UnsupportedError } from './syntax';
import type { Value, ValueType } from './values';
import {
  compareValues,
  isNumeric,
  keyOf,
  toDatetime,
  toDynamic,
  toJson,
  toNumber,
  toText,
  toTimespan,
} from './values';

/** Operators with two operands. Three-valued: `null` is unknown. */
export function compileBinary(
  operator: string,
  left: Compiled,
  right: Compiled,
  node: Node,
): Compiled {
  switch (operator) {
    case 'and':
      return logical(left, right, false);
    case 'or':
      return logical(left, right, true);
    case '==':
    case '!=':
      return equality(left, right, operator === '!=');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(operator, left, right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right, typeOf(node));
    case 'matches regex':
      return matches(left, right, node);
    default:
      return stringTest(operator, left, right, node);
  }
}

/** `and` is false where either side is false, `or` true where either is true; else null wins. */
function logical(left: Compiled, right: Compiled, deciding: boolean): Compiled {
  const a = left.get;
  const b = right.get;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const first = a(row, at, rows);
      if (first === deciding) return deciding;
      const second = b(row, at, rows);
      if (second === deciding) return deciding;
      return first === null || second === null ? null : !deciding;
    },
  };
}

type Convert = (value: Value) => Value;

const asIs: Convert = (value) => value;

/** How the two sides come to one type, where the binder lets different ones be compared. */
function converters(left: ValueType, right: ValueType): readonly [Convert, Convert] {
  const isText = (type: ValueType) => type === 'string' || type === 'guid';
  if (left === right || left === 'null' || right === 'null') return [asIs, asIs];
  if (isNumeric(left) && isNumeric(right)) return [asIs, asIs];
  if (isText(left) && isText(right)) return [fold_, fold_];
  if (left === 'dynamic') return [fromDynamic(right), asIs];
  if (right === 'dynamic') return [asIs, fromDynamic(left)];
  if (isText(left)) return [fromText(right), asIs];
  if (isText(right)) return [asIs, fromText(left)];
  return [asIs, asIs];
}

const fold_: Convert = (value) => fold(String(value));

/** What a dynamic holds, as the other side's type. */
function fromDynamic(type: ValueType): Convert {
  if (type === 'string' || type === 'guid') {
    return (value) => (value === null ? null : toText(value, 'dynamic'));
  }
  if (type === 'datetime') return (value) => toDatetime(value, 'dynamic');
  if (type === 'timespan') return (value) => toTimespan(value, 'dynamic');
  if (isNumeric(type)) return (value) => toNumber(value, 'dynamic');
  return asIs;
}

function fromText(type: ValueType): Convert {
  if (type === 'datetime') return (value) => toDatetime(value, 'string');
  if (type === 'timespan') return (value) => toTimespan(value, 'string');
  if (isNumeric(type)) return (value) => toNumber(value, 'string');
  return asIs;
}

function equality(left: Compiled, right: Compiled, negated: boolean): Compiled {
  const [a, b] = converters(left.type, right.type);
  const isDynamic = left.type === 'dynamic' || right.type === 'dynamic';
  const get: Getter = (row, at, rows) => {
    const first = a(left.get(row, at, rows));
    const second = b(right.get(row, at, rows));
    if (first === null || second === null) {
      // https://learn.microsoft.com/kusto/query/scalar-data-types/null-values
      return first === second ? null : negated;
    }
    const same =
      isDynamic && typeof first === 'object' && typeof second === 'object'
        ? toJson(first) === toJson(second)
        : first === second || (isBig(first, second) && compareValues(first, second) === 0);
    return same !== negated;
  };
  return { type: 'bool', get };
}

function isBig(a: Value, b: Value): boolean {
  return typeof a === 'bigint' || typeof b === 'bigint';
}

function order(operator: '<' | '<=' | '>' | '>=', left: Compiled, right: Compiled): Compiled {
  const [a, b] = converters(left.type, right.type);
  const holds: (sign: number) => boolean =
    operator === '<'
      ? (sign) => sign < 0
      : operator === '<='
        ? (sign) => sign <= 0
        : operator === '>'
          ? (sign) => sign > 0
          : (sign) => sign >= 0;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const first = a(left.get(row, at, rows));
      const second = b(right.get(row, at, rows));
      if (first === null || second === null) return null;
      if (typeof first !== typeof second && !isBig(first, second)) return null;
      return holds(compareValues(first, second));
    },
  };
}

/** Numbers, and datetimes and timespans, which are milliseconds: the static types say what comes out. */
function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: Compiled,
  right: Compiled,
  type: ValueType,
): Compiled {
  const whole = type === 'int' || type === 'long';
  const isTime = (side: ValueType) => side === 'datetime' || side === 'timespan';
  const read =
    (side: Compiled): Getter =>
    (row, at, rows) => {
      const value = side.get(row, at, rows);
      return side.type === 'dynamic' || side.type === 'string' ? toNumber(value, side.type) : value;
    };
  const a = read(left);
  const b = read(right);
  // A number beside a timespan counts days.
  const scale = (side: Compiled, other: Compiled) =>
    isNumeric(side.type) && isTime(other.type) && (operator === '+' || operator === '-')
      ? 864e5
      : 1;
  const leftScale = scale(left, right);
  const rightScale = scale(right, left);
  return {
    type,
    get: (row, at, rows) => {
      const first = a(row, at, rows);
      const second = b(row, at, rows);
      if (first === null || second === null) return null;
      if (isBig(first, second)) return calculateBig(operator, first, second);
      const x = (first as number) * leftScale;
      const y = (second as number) * rightScale;
      switch (operator) {
        case '+':
          return x + y;
        case '-':
          return x - y;
        case '*':
          return x * y;
        case '/':
          if (!whole) return x / y;
          return y === 0 ? null : Math.trunc(x / y);
        case '%':
          return y === 0 ? null : x % y;
      }
    },
  };
}

function calculateBig(operator: string, first: Value, second: Value): Value {
  if (!Number.isInteger(Number(first)) || !Number.isInteger(Number(second))) return null;
  const x = BigInt(first as bigint);
  const y = BigInt(second as bigint);
  let result: bigint;
  if (operator === '+') result = x + y;
  else if (operator === '-') result = x - y;
  else if (operator === '*') result = x * y;
  else if (y === 0n) return null;
  else result = operator === '/' ? x / y : x % y;
  const wrapped = BigInt.asIntN(64, result);
  return Number.isSafeInteger(Number(wrapped)) ? Number(wrapped) : wrapped;
}

export function negate(of: Compiled, type: ValueType): Compiled {
  const get: Getter = (row, at, rows) => {
    const value = of.get(row, at, rows);
    return value === null ? null : -(value as number);
  };
  if (!of.constant) return { type, get };
  const value = get({}, 0, []);
  return { type, get: () => value, constant: { value } };
}

/** A side as text: strings as they are, dynamics by their content, null as the empty string. */
export function textGetter(side: Compiled): (...at: Parameters<Getter>) => string {
  if (side.type === 'string') {
    return (row, at, rows) => side.get(row, at, rows) as string;
  }
  return (row, at, rows) => toText(side.get(row, at, rows), side.type);
}

function stringTest(operator: string, left: Compiled, right: Compiled, node: Node): Compiled {
  const negated = operator.startsWith('!');
  const name = negated ? operator.slice(1) : operator;
  const cased = name.endsWith('_cs');
  const base = name === '=~' || name === '~' ? 'equals' : cased ? name.slice(0, -3) : name;
  const test = STRING_TESTS[base];
  if (!test) throw new UnsupportedError(`the operator ${operator} cannot be run`, node);
  return { type: 'bool', get: testGetter(test, cased, left, right, negated) };
}

function testGetter(
  test: StringTest,
  cased: boolean,
  left: Compiled,
  right: Compiled,
  negated: boolean,
): Getter {
  const text = textGetter(left);
  const operand = textGetter(right);
  const prepare = cased ? (value: string) => value : fold;
  if (right.constant) {
    const fixed = prepare(operand({}, 0, []));
    return (row, at, rows) => test(prepare(text(row, at, rows)), fixed) !== negated;
  }
  return (row, at, rows) =>
    test(prepare(text(row, at, rows)), prepare(operand(row, at, rows))) !== negated;
}

function matches(left: Compiled, right: Compiled, node: Node): Compiled {
  const text = textGetter(left);
  if (!right.constant) throw new UnsupportedError('a regular expression must be constant', node);
  const regex = compileRegex(String(right.constant.value));
  return { type: 'bool', get: (row, at, rows) => regex.test(text(row, at, rows)) };
}

/** `in`, `has_any`, `has_all`: arrays among the operands stand for their elements. */
export function compileList(
  operator: string,
  left: Compiled,
  operands: readonly Compiled[],
  node: Node,
): Compiled {
  const negated = operator.startsWith('!');
  const name = negated ? operator.slice(1) : operator;
  if (name === 'in' || name === 'in~') return membership(left, operands, name === 'in~', negated);
  const test = STRING_TESTS.has;
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

/** Both ends included; a number or timespan added to a datetime is a distance from the low end. */
export function compileBetween(
  operator: string,
  left: Compiled,
  low: Compiled,
  high: Compiled,
): Compiled {
  const end: Compiled =
    left.type === 'datetime' && high.type === 'timespan'
      ? {
          type: 'datetime',
          get: (row, at, rows) => {
            const start = low.get(row, at, rows);
            const span = high.get(row, at, rows);
            return start === null || span === null ? null : (start as number) + (span as number);
          },
        }
      : high;
  const inside = logical(order('>=', left, low), order('<=', left, end), false);
  if (!operator.startsWith('!')) return inside;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const value = inside.get(row, at, rows);
      return value === null ? null : !value;
    },
  };
}
