import { GrammarError, TextScanner } from './text-scanner';

/** A name that Terraform resolves. */
export interface HclTraversal {
  readonly traversal: string;
}

export type HclData = string | number | boolean | null | HclTraversal | HclData[] | HclObject;
export interface HclObject {
  readonly object: ReadonlyMap<string, HclData>;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclData>;
  readonly blocks: readonly HclBlockData[];
}

export interface HclBlockData extends HclBody {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
}

/**
 * Reads HCL 2 without expressions: blocks, literals, lists, objects and names, by the native syntax
 * specification (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md). An interpolation, which
 * no text of a rule may contain, throws a GrammarError like any other expression.
 */
export function parseHcl(text: string): HclBody {
  const scanner = new TextScanner(text);
  const body = readBody(scanner);
  if (!scanner.isAtEnd) scanner.fail('expected an argument or a block');
  return body;
}

const SPACE = /(?:[ \t]|\/\*[\s\S]*?\*\/)*/y;
const SPACE_AND_LINES = /(?:[ \t\r\n]|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const LINE_END = /(?:(?:#|\/\/)[^\n]*)?(?:\r?\n|$)/y;
const NAME = /[A-Za-z_][\w-]*/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const TRAVERSAL = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/y;
const DEEPEST = 50;

function readBody(scanner: TextScanner, depth = 0): HclBody {
  const attributes = new Map<string, HclData>();
  const blocks: HclBlockData[] = [];
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    const { line } = scanner;
    const name = scanner.match(NAME);
    if (name === null) return { attributes, blocks };
    scanner.match(SPACE);
    if (scanner.peek() === '=') {
      scanner.at++;
      if (attributes.has(name)) scanner.fail(`${name} is there twice`);
      scanner.match(SPACE);
      attributes.set(name, readValue(scanner, depth));
    } else blocks.push(readBlock(scanner, name, line, depth));
    scanner.match(SPACE);
    if (scanner.peek() === '}') continue;
    if (scanner.match(LINE_END) === null) scanner.fail('expected the end of the line');
  }
}

function readBlock(scanner: TextScanner, type: string, line: number, depth: number): HclBlockData {
  if (depth > DEEPEST) scanner.fail('too deep');
  const labels: string[] = [];
  while (scanner.peek() === '"') {
    labels.push(readQuoted(scanner));
    scanner.match(SPACE);
  }
  scanner.expect('{');
  const body = readBody(scanner, depth + 1);
  scanner.expect('}');
  return { type, labels, line, ...body };
}

function readValue(scanner: TextScanner, depth: number): HclData {
  if (depth > DEEPEST) scanner.fail('too deep');
  if (scanner.peek() === '"') return readQuoted(scanner);
  if (scanner.startsWith('<<')) return readHeredoc(scanner);
  if (scanner.take('[')) return readList(scanner, depth);
  if (scanner.take('{')) return readObject(scanner, depth);
  const number = scanner.match(NUMBER);
  if (number !== null) return Number(number);
  const name = scanner.match(TRAVERSAL);
  if (name === null) return scanner.fail('expected a value');
  const word = WORDS.get(name);
  return word === undefined ? { traversal: name } : word;
}

const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readList(scanner: TextScanner, depth: number): HclData[] {
  const items: HclData[] = [];
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    if (scanner.take(']')) return items;
    items.push(readValue(scanner, depth + 1));
    scanner.match(SPACE_AND_LINES);
    if (!scanner.take(',') && scanner.peek() !== ']') scanner.fail('expected , or ]');
  }
}

function readObject(scanner: TextScanner, depth: number): HclObject {
  const object = new Map<string, HclData>();
  for (;;) {
    scanner.match(SPACE_AND_LINES);
    if (scanner.take('}')) return { object };
    const key = scanner.peek() === '"' ? readQuoted(scanner) : scanner.match(NAME);
    if (key === null) return scanner.fail('expected a key');
    if (object.has(key)) scanner.fail(`${key} is there twice`);
    scanner.match(SPACE);
    if (!scanner.take('=') && !scanner.take(':')) scanner.fail('expected =');
    scanner.match(SPACE);
    object.set(key, readValue(scanner, depth + 1));
    scanner.match(SPACE);
    const isEnded = scanner.take(',') || scanner.match(LINE_END) !== null;
    if (!isEnded && scanner.peek() !== '}') scanner.fail('expected , or a new line');
  }
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);
const PLAIN = /[^"\\\r\n$%]+/y;
const HEX = /u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y;

function readQuoted(scanner: TextScanner): string {
  scanner.expect('"');
  let value = '';
  for (;;) {
    value += scanner.match(PLAIN) ?? '';
    if (scanner.take('"')) return value;
    if (scanner.take('\\')) value += readEscape(scanner);
    else value += readSign(scanner);
  }
}

function readEscape(scanner: TextScanner): string {
  const hex = scanner.match(HEX);
  if (hex !== null) return String.fromCodePoint(Number.parseInt(hex.slice(1), 16));
  const escaped = ESCAPES.get(scanner.peek());
  if (escaped === undefined) return scanner.fail('unknown escape');
  scanner.at++;
  return escaped;
}

/** `$` or `%`, alone or doubled before `{`. */
function readSign(scanner: TextScanner): string {
  const sign = scanner.peek();
  if (sign !== '$' && sign !== '%') return scanner.fail('unfinished text');
  if (scanner.startsWith(`${sign}{`)) return scanner.fail('text is interpolated');
  if (scanner.startsWith(`${sign}${sign}{`)) {
    scanner.at += 3;
    return `${sign}{`;
  }
  scanner.at++;
  return sign;
}

const HEREDOC = /<<([A-Za-z_]\w*)\r?\n/y;

/** Without `-`, so that no indentation is dropped. */
function readHeredoc(scanner: TextScanner): string {
  const start = scanner.line;
  const marker = scanner.match(HEREDOC)?.replace(/^<<|\r?\n$/g, '');
  if (marker === undefined) return scanner.fail('expected a heredoc');
  let value = '';
  for (;;) {
    const end = scanner.text.indexOf('\n', scanner.at);
    const line = scanner.text.slice(scanner.at, end < 0 ? undefined : end);
    if (line.trim() === marker) {
      // What follows the marker is the end of the line.
      scanner.at += line.length;
      return value;
    }
    if (end < 0) throw new GrammarError(start, `the heredoc ${marker} does not end`);
    value += readTemplate(scanner, end);
    scanner.at = end + 1;
  }
}

function readTemplate(scanner: TextScanner, end: number): string {
  let value = '';
  while (scanner.at < end) {
    const isSign = scanner.peek() === '$' || scanner.peek() === '%';
    value += isSign ? readSign(scanner) : scanner.text.charAt(scanner.at++);
  }
  return `${value}\n`;
}
