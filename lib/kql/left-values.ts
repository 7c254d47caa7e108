import { microsoft } from './microsoft';
import { child, classOf, items, type Node, nameOf, textOf } from './run/syntax';

/** A column in which a query's filters leave only a few values. `*` begins one that is the end of a text. */
export interface LeftValues {
  readonly column: string;
  readonly values: readonly string[];
}

/** A column with more values is as good as free. */
const MOST = 24;

type Left = ReadonlyMap<string, ReadonlySet<string>>;
const FREE: Left = new Map();

/** The columns to which the filters of a query's own pipeline leave a few values; its subqueries are not read. */
export function leftValues(code: Node): LeftValues[] {
  const [statement] = statementsOf(code).filter((one) => classOf(one) === 'ExpressionStatement');
  const left = statement ? ofPipeline(child(statement, 'Expression')) : FREE;
  return [...left]
    .filter(([, values]) => values.size <= MOST)
    .map(([column, values]) => ({ column, values: [...values] }));
}

const statementsOf = (code: Node) =>
  classOf(code) === 'QueryBlock' ? items(child(code, 'Statements')) : [];

function ofPipeline(node: Node): Left {
  if (classOf(node) !== 'PipeExpression') return FREE;
  const before = ofPipeline(child(node, 'Expression'));
  const operator = child(node, 'Operator');
  return classOf(operator) === 'FilterOperator'
    ? both(before, ofCondition(child(operator, 'Condition')))
    : before;
}

function ofCondition(node: Node): Left {
  switch (classOf(node)) {
    case 'ParenthesizedExpression':
      return ofCondition(child(node, 'Expression'));
    case 'BinaryExpression':
      return ofBinary(node);
    case 'InExpression': {
      if (!/^in~?$/.test(textOf(child(node, 'Operator')))) return FREE;
      const listed = items(child(child(node, 'Right'), 'Expressions')).map(literal);
      return ofColumn(child(node, 'Left'), listed);
    }
    default:
      return FREE;
  }
}

function ofBinary(node: Node): Left {
  const operator = textOf(child(node, 'Operator'));
  const [a, b] = [child(node, 'Left'), child(node, 'Right')];
  switch (operator) {
    case 'and':
      return both(ofCondition(a), ofCondition(b));
    case 'or':
      return either(ofCondition(a), ofCondition(b));
    case '==':
    case '=~':
      return ofColumn(a, [literal(b)]);
    case 'endswith':
    case 'endswith_cs': {
      const end = literal(b);
      return ofColumn(a, [end === null ? null : `*${end}`]);
    }
    default:
      return FREE;
  }
}

function ofColumn(node: Node, values: readonly (string | null)[]): Left {
  const known = values.filter((value) => value !== null);
  if (classOf(node) !== 'NameReference' || known.length < values.length) return FREE;
  return new Map([[nameOf(node), new Set(known)]]);
}

function literal(node: Node): string | null {
  if (classOf(node) !== 'LiteralExpression') return null;
  const text = textOf(child(node, 'Token'));
  const isText = microsoft().kindOf(node) === 'StringLiteralExpression';
  return isText ? microsoft().stringValue(text) : text;
}

/** Of two conditions on one column, the one that leaves less counts. */
function both(a: Left, b: Left): Left {
  const found = new Map(a);
  for (const [column, values] of b) {
    const known = found.get(column);
    if (!known || values.size < known.size) found.set(column, values);
  }
  return found;
}

function either(a: Left, b: Left): Left {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [column, values] of a) {
    const others = b.get(column);
    if (others) found.set(column, new Set([...values, ...others]));
  }
  return found;
}
