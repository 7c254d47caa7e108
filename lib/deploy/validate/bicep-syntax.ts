import { TextScanner } from './text-scanner';

/** A name in place of a value. */
export interface BicepName {
  readonly name: string;
}

export type BicepData = string | number | boolean | null | BicepName | BicepData[] | BicepObject;
export interface BicepObject {
  readonly object: ReadonlyMap<string, BicepData>;
}

export interface BicepParameter {
  readonly name: string;
  readonly type: string;
}

export interface BicepResource {
  readonly name: string;
  /** `Microsoft.SecurityInsights/alertRules@2025-09-01`. */
  readonly type: string;
  readonly isExisting: boolean;
  readonly body: BicepObject;
  readonly line: number;
}

export interface BicepFile {
  readonly parameters: readonly BicepParameter[];
  readonly resources: readonly BicepResource[];
}

/**
 * Reads Bicep that has parameters and resources of literal values and names, by the rules of its compiler
 * (https://github.com/Azure/bicep/blob/main/src/Bicep.Core/Parsing/Lexer.cs). Anything else, an
 * interpolation among it, throws a GrammarError.
 */
export function parseBicep(text: string): BicepFile {
  const scanner = new TextScanner(text);
  const parameters: BicepParameter[] = [];
  const resources: BicepResource[] = [];
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    if (scanner.isAtEnd) return { parameters, resources };
    const { line } = scanner;
    if (scanner.match(/@description\(/y) !== null) {
      readString(scanner);
      scanner.expect(')');
    } else {
      const keyword = readName(scanner);
      scanner.match(SPACE);
      if (keyword === 'param') parameters.push(readParameter(scanner));
      else if (keyword === 'resource') resources.push(readResource(scanner, line));
      else scanner.fail(`expected param or resource in place of ${keyword}`);
    }
    endLine(scanner);
  }
}

const SPACE = /(?:[ \t]|\/\*[\s\S]*?\*\/)*/y;
const SPACE_AND_LINES = /(?:[ \t\r\n]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const LINE_END = /[ \t]*(?:\/\/[^\n]*)?(?:\r?\n|$)/y;
const NAME = /[A-Za-z_]\w*/y;
const DEEPEST = 50;

function readName(scanner: TextScanner): string {
  return scanner.match(NAME) ?? scanner.fail('expected a name');
}

function endLine(scanner: TextScanner): void {
  if (scanner.match(LINE_END) === null) scanner.fail('expected the end of the line');
}

function readParameter(scanner: TextScanner): BicepParameter {
  const name = readName(scanner);
  scanner.match(SPACE);
  return { name, type: readName(scanner) };
}

function readResource(scanner: TextScanner, line: number): BicepResource {
  const name = readName(scanner);
  scanner.match(SPACE);
  const type = readString(scanner);
  scanner.match(SPACE);
  const isExisting = scanner.take('existing');
  scanner.match(SPACE);
  scanner.expect('=');
  scanner.match(SPACE);
  scanner.expect('{');
  return { name, type, isExisting, body: readObject(scanner, 0), line };
}

function readValue(scanner: TextScanner, depth: number): BicepData {
  if (depth > DEEPEST) scanner.fail('too deep');
  if (scanner.startsWith("'''")) return readMultiLine(scanner);
  if (scanner.peek() === "'") return readString(scanner);
  if (scanner.take('[')) return readArray(scanner, depth);
  if (scanner.take('{')) return readObject(scanner, depth);
  const number = scanner.match(/-?\d+/y);
  if (number !== null) return Number(number);
  const name = readName(scanner);
  const word = WORDS.get(name);
  return word === undefined ? { name } : word;
}

const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readArray(scanner: TextScanner, depth: number): BicepData[] {
  const items: BicepData[] = [];
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    if (scanner.take(']')) return items;
    items.push(readValue(scanner, depth + 1));
    endItem(scanner, ']');
  }
}

function readObject(scanner: TextScanner, depth: number): BicepObject {
  const object = new Map<string, BicepData>();
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    if (scanner.take('}')) return { object };
    const key = scanner.peek() === "'" ? readString(scanner) : readName(scanner);
    if (object.has(key)) scanner.fail(`${key} is there twice`);
    scanner.match(SPACE);
    scanner.expect(':');
    scanner.match(SPACE);
    object.set(key, readValue(scanner, depth + 1));
    endItem(scanner, '}');
  }
}

/** A comma or a new line stands between two items. */
function endItem(scanner: TextScanner, close: string): void {
  scanner.match(SPACE);
  if (scanner.take(',') || scanner.peek() === close) return;
  endLine(scanner);
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['$', '$'],
]);

function readString(scanner: TextScanner): string {
  scanner.expect("'");
  let value = '';
  for (;;) {
    value += scanner.match(/[^'\\\r\n$]+/y) ?? '';
    if (scanner.take("'")) return value;
    if (scanner.take('\\')) value += readEscape(scanner);
    else if (scanner.startsWith('${')) scanner.fail('text is interpolated');
    else if (scanner.take('$')) value += '$';
    else scanner.fail('unfinished text');
  }
}

function readEscape(scanner: TextScanner): string {
  const hex = scanner.match(/u\{[0-9a-fA-F]{1,6}\}/y);
  if (hex !== null) return String.fromCodePoint(Number.parseInt(hex.slice(2, -1), 16));
  const escaped = ESCAPES.get(scanner.peek());
  if (escaped === undefined) return scanner.fail('unknown escape');
  scanner.at++;
  return escaped;
}

/** It ends at the last three of the quotes that end it. A first line end is no part of it. */
function readMultiLine(scanner: TextScanner): string {
  scanner.expect("'''");
  scanner.match(/\r?\n/y);
  const found = scanner.match(/[\s\S]*?'{3,}/y);
  return found === null ? scanner.fail('unfinished text') : found.slice(0, -3);
}
