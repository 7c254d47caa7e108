import { ADD, AND, COMPARE, MULTIPLY, OR, PRIMARY, precedenceOf } from '../precedence';
import { type Expression, ORDER_OPERATORS } from '../tree';

const ORDER: ReadonlySet<string> = new Set(ORDER_OPERATORS);

export function operandLevel(operator: string): number {
  return ORDER.has(operator) ? ADD : PRIMARY;
}

export function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
      return expression.of.length === 1 ? PRIMARY : OR;
    case 'and':
      return expression.of.length === 1 ? PRIMARY : AND;
    case 'compare':
    case 'list':
    case 'between':
      return COMPARE;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? ADD : MULTIPLY;
    case 'number':
      return expression.value < 0 ? MULTIPLY : PRIMARY;
    case 'timespan':
      return expression.seconds < 0 ? MULTIPLY : PRIMARY;
    case 'raw':
      return precedenceOf(expression.text.trim());
    default:
      return PRIMARY;
  }
}
