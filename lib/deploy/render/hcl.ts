/** A name that Terraform resolves: `var.workspace_id`. */
export class HclReference {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type HclValue =
  | string
  | number
  | boolean
  | HclReference
  | readonly HclValue[]
  | { readonly [key: string]: HclValue | undefined };

/** An argument, `name = value`. */
export interface HclArgument {
  readonly name: string;
  readonly value: HclValue;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: readonly (HclArgument | HclBlock)[];
}

export const argument = (name: string, value: HclValue): HclArgument => ({ name, value });

export const block = (
  type: string,
  labels: readonly string[],
  body: readonly (HclArgument | HclBlock)[],
): HclBlock => ({ type, labels, body });

/**
 * Blocks as HCL 2, in Terraform's layout. Every string keeps its characters: nothing in it is interpolated.
 * Terraform itself composes Unicode (NFC), so pass only composed text. A text of several lines that ends
 * in a newline becomes a heredoc if it can, any other text a quoted string.
 */
export function printHcl(blocks: readonly HclBlock[]): string {
  return blocks.map((one) => `${printBlock(one, '')}\n`).join('\n');
}

function printBlock({ type, labels, body }: HclBlock, indent: string): string {
  const head = [type, ...labels.map(quote)].join(' ');
  const inner = `${indent}  `;
  const lines: string[] = [];
  for (const [at, item] of body.entries()) {
    const isBlock = 'type' in item;
    if (isBlock && at > 0) lines.push('');
    lines.push(
      isBlock
        ? `${inner}${printBlock(item, inner)}`
        : `${inner}${item.name} = ${printValue(item.value, inner)}`,
    );
  }
  return `${head} {\n${lines.join('\n')}\n${indent}}`;
}

function printValue(value: HclValue, indent: string): string {
  if (typeof value === 'string') return heredoc(value) ?? quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof HclReference) return value.name;
  return isList(value) ? printList(value, indent) : printObject(value, indent);
}

const isList = (value: object): value is readonly HclValue[] => Array.isArray(value);

function printList(values: readonly HclValue[], indent: string): string {
  if (values.every((one) => typeof one === 'string')) return `[${values.map(quote).join(', ')}]`;
  const inner = `${indent}  `;
  const items = values.map(
    (one) => `${inner}${typeof one === 'string' ? quote(one) : printValue(one, inner)},\n`,
  );
  return `[\n${items.join('')}${indent}]`;
}

function printObject(
  object: { readonly [key: string]: HclValue | undefined },
  indent: string,
): string {
  const inner = `${indent}  `;
  const entries = Object.entries(object).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
    return `${inner}${name} = ${printValue(value, inner)}\n`;
  });
  return entries.length === 0 ? '{}' : `{\n${entries.join('')}${indent}}`;
}

const ESCAPES = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['${', '$${'],
  ['%{', '%%{'],
]);

/**
 * After another `$`, `$${` would start an interpolation again, so the first is written by its number there.
 * So are characters that do not print.
 */
const QUOTED = /["\\\n\r\t]|\$+\{|%+\{|[\p{Cc}\p{Zl}\p{Zp}\u{FEFF}]/gu;

function quote(text: string): string {
  return `"${text.replace(QUOTED, (found) => ESCAPES.get(found) ?? byNumber(found))}"`;
}

function byNumber(text: string): string {
  return [...text]
    .map((one) => (one === '{' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`))
    .join('');
}

/** Text that a heredoc cannot say: other line ends, characters that do not print, `$${`. */
const NOT_IN_HEREDOC = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u{FEFF}]|\$\$\{|%%\{/u;

function heredoc(text: string): string | null {
  if (!text.endsWith('\n') || text.indexOf('\n') === text.length - 1) return null;
  if (NOT_IN_HEREDOC.test(text)) return null;
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  let marker = 'KQL';
  for (let number = 2; lines.has(marker); number++) marker = `KQL${number}`;
  const body = text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
  return `<<${marker}\n${body}${marker}`;
}
