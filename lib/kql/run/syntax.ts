import type { ColumnSymbol, SyntaxElement, TypeSymbol } from '../microsoft';
import { microsoft } from '../microsoft';
import { type ValueType, valueType } from './values';

/** A node of Microsoft's tree. Its parts have the names that its class defines. */
export type Node = SyntaxElement & { readonly [part: string]: unknown };

export function classOf(node: Node): string {
  return microsoft().classOf(node);
}

export function child(node: Node, part: string): Node {
  const found = node[part];
  if (!found) throw new Error(`${classOf(node)} has no ${part}`);
  return found as Node;
}

export function optional(node: Node, part: string): Node | null {
  return (node[part] as Node | null | undefined) ?? null;
}

/** The elements of a list, without their separators. */
export function items(list: Node | null): Node[] {
  const found: Node[] = [];
  for (let at = 0; at < (list?.ChildCount ?? 0); at++) {
    const element = list?.GetChild(at) as Node | null | undefined;
    if (!element) continue;
    const isSeparated = microsoft().kindOf(element) === 'SeparatedElement';
    const inner = isSeparated ? (element.GetChild(0) as Node | null) : element;
    if (inner) found.push(inner);
  }
  return found;
}

export function nameOf(node: Node): string {
  return String(node.SimpleName ?? '');
}

export function textOf(token: Node): string {
  return token.Text ?? '';
}

export function typeOf(node: Node): ValueType {
  return valueType(node.ResultType?.Name);
}

/** What a name refers to: `'ColumnSymbol'`, `'VariableSymbol'`, `'TableSymbol'` and so on. */
export function symbolOf(node: Node): string | null {
  const symbol = node.ReferencedSymbol;
  return symbol ? microsoft().classOf(symbol as object) : null;
}

/** Whether an expression is a table: a tuple of a multi-column aggregate has columns, too. */
export function isTabular(node: Node): boolean {
  return Boolean(node.ResultType?.Columns) && !node.ResultType?.Name.startsWith('tuple');
}

export interface Column {
  readonly name: string;
  readonly type: ValueType;
}

export function columnsOfType(type: TypeSymbol | null | undefined): Column[] {
  const list = type?.Columns;
  const columns: Column[] = [];
  for (let at = 0; at < (list?.Count ?? 0); at++) {
    const column: ColumnSymbol | undefined = list?.getItem(at);
    if (column) columns.push({ name: column.Name, type: valueType(column.Type.Name) });
  }
  return columns;
}

/** `name=value` after an operator's keyword, as text. */
export function parameters(node: Node): Map<string, string> {
  const found = new Map<string, string>();
  for (const parameter of items(optional(node, 'Parameters'))) {
    const value = child(parameter, 'Expression');
    const token = optional(value, 'Token');
    const text = token ? textOf(token) : nameOf(value);
    found.set(nameOf(child(parameter, 'Name')), text);
  }
  return found;
}

/** A construct that this interpreter does not support. */
export class UnsupportedError extends Error {
  readonly start: number;
  readonly end: number;

  constructor(what: string, node: SyntaxElement) {
    super(what);
    this.name = 'UnsupportedError';
    this.start = node.TextStart;
    this.end = node.End;
  }
}
