import { microsoft } from '../microsoft';
import { type Compiled, constant } from './environment';
import { child, classOf, items, type Node, textOf, typeOf, UnsupportedError } from './syntax';
import { parseDatetime, parseTimespan } from './time';
import { emptyOf, narrow, parseJson, toNumber, type Value } from './values';

export function compileLiteral(node: Node): Compiled {
  const kind = microsoft().kindOf(node);
  const text = textOf(child(node, 'Token'));
  const type = typeOf(node);
  const inner = /^\w+\s*\(\s*(.*?)\s*\)$/s.exec(text)?.[1] ?? text;
  if (inner === 'null' && kind !== 'StringLiteralExpression') return constant(emptyOf(type), type);
  switch (kind) {
    case 'StringLiteralExpression':
      return constant(microsoft().stringValue(text), 'string');
    case 'BooleanLiteralExpression':
      return constant(/^(true|1)$/i.test(inner), 'bool');
    case 'IntLiteralExpression':
    case 'LongLiteralExpression':
      return constant(narrow(BigInt(inner.replace(/^\+/, ''))), type);
    case 'RealLiteralExpression':
    case 'DecimalLiteralExpression':
      return constant(realValue(inner), type);
    case 'DateTimeLiteralExpression':
      return constant(parseDatetime(unquoted(inner)), 'datetime');
    case 'TimespanLiteralExpression':
      return constant(parseTimespan(unquoted(inner)), 'timespan');
    case 'GuidLiteralExpression':
      return constant(inner.toLowerCase(), 'guid');
    case 'NullLiteralExpression':
      return constant(null, 'null');
    default:
      throw new UnsupportedError(`the literal ${text} cannot be run`, node);
  }
}

/** The JSON inside `dynamic(…)`. */
export function dynamicValue(node: Node): Value {
  switch (classOf(node)) {
    case 'JsonArrayExpression':
      return items(child(node, 'Values')).map(dynamicValue);
    case 'JsonObjectExpression':
      return Object.fromEntries(
        items(child(node, 'Pairs')).map((pair) => [
          microsoft().stringValue(textOf(child(pair, 'Name'))),
          dynamicValue(child(pair, 'Value')),
        ]),
      );
    case 'PrefixUnaryExpression': {
      const value = dynamicValue(child(node, 'Expression'));
      return textOf(child(node, 'Operator')) === '-' ? -Number(value) : value;
    }
    case 'LiteralExpression': {
      const value = compileLiteral(node).get({}, 0, []);
      // A string alone is read as JSON text: dynamic('{"a":1}').
      const isAlone = typeof value === 'string' && classOf(parentOf(node)) === 'DynamicExpression';
      return isAlone ? parseJson(value) : value;
    }
    default:
      throw new UnsupportedError(`${classOf(node)} cannot appear in dynamic()`, node);
  }
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}

function realValue(text: string): number | null {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf$/i.test(text)) return Number.NEGATIVE_INFINITY;
  const value = toNumber(text, 'string');
  return value === null ? null : Number(value);
}

function parentOf(node: Node): Node {
  return child(node, 'Parent');
}
