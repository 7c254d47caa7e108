import type { Compiled } from '../environment';
import { type Node, typeOf } from '../syntax';
import { arithmetic } from './arithmetic';
import { equality, order } from './equality';
import { logical } from './logical';
import { matches, stringTest } from './strings';

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
