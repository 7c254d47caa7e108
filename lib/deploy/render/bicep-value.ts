import type { ArmValue } from './arm-template';

/**
 * A value in Bicep. Strings keep their characters; `indent` is that of the line on which the value begins.
 * A text of several lines stays readable where Bicep's multi-line string can say it.
 */
export function bicepValue(value: ArmValue, indent: string): string {
  if (typeof value === 'string') return multiLine(value) ?? bicepString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((one) => `${inner}${bicepValue(one, inner)}\n`);
    return items.length === 0 ? '[]' : `[\n${items.join('')}${indent}]`;
  }
  const lines = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : `${inner}${bicepKey(key)}: ${bicepValue(one, inner)}\n`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

const isList = (value: object): value is readonly ArmValue[] => Array.isArray(value);

function bicepKey(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : bicepString(key);
}

const ESCAPES = new Map([
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['${', '\\${'],
]);
const ESCAPED = /['\\\n\r\t]|\$\{|[\p{Cc}\p{Zl}\p{Zp}\u{FEFF}]/gu;

/** A string in single quotes. */
export function bicepString(text: string): string {
  const inner = text.replace(
    ESCAPED,
    (found) => ESCAPES.get(found) ?? `\\u{${found.codePointAt(0)?.toString(16)}}`,
  );
  return `'${inner}'`;
}

/** Text that a multi-line string cannot say, or that an editor could change on saving. */
const NOT_MULTI_LINE = /'''|'$|[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u{FEFF}]/u;

/** Nothing is escaped in it, and the newline after its opening quotes is no part of it. */
function multiLine(text: string): string | null {
  if (!text.includes('\n') || NOT_MULTI_LINE.test(text)) return null;
  return `'''\n${text}'''`;
}
