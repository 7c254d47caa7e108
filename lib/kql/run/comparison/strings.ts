import type { Compiled, Getter } from '../environment';
import { compileRegex } from '../regex/compile-regex';
import { fold, STRING_TESTS, type StringTest } from '../string-tests';
import { type Node, UnsupportedError } from '../syntax';
import { toText } from '../values';

/** A side as text: strings as they are, dynamics by their content, null as the empty string. */
export function textGetter(side: Compiled): (...at: Parameters<Getter>) => string {
  if (side.type === 'string') {
    return (row, at, rows) => side.get(row, at, rows) as string;
  }
  return (row, at, rows) => toText(side.get(row, at, rows), side.type);
}

export function stringTest(
  operator: string,
  left: Compiled,
  right: Compiled,
  node: Node,
): Compiled {
  const negated = operator.startsWith('!');
  const name = negated ? operator.slice(1) : operator;
  const cased = name.endsWith('_cs');
  const base = name === '=~' || name === '~' ? 'equals' : cased ? name.slice(0, -3) : name;
  const test = STRING_TESTS.get(base);
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

export function matches(left: Compiled, right: Compiled, node: Node): Compiled {
  const text = textGetter(left);
  if (!right.constant) throw new UnsupportedError('a regular expression must be constant', node);
  const regex = compileRegex(String(right.constant.value));
  return { type: 'bool', get: (row, at, rows) => regex.test(text(row, at, rows)) };
}
