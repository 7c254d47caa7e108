import { diagnose, type Report, type SigmaCode } from './diagnostics';
import { fold } from './fold';
import { isPlain, parsePattern } from './pattern';
import { scalarValue } from './scalar';
import { ANY } from './types';
import type { MappingNode, ScalarNode, YamlNode } from './yaml';

const TEXT_TYPES = new Set(['re', 'cidr', 'fieldref']);
/** Modifiers under which case matters. */
const CASE_MATTERS = /^(?:cased|re|base64|base64offset|fieldref|expand|wide|utf16.*)$/;
const ANCHORS = new Set(['contains', 'startswith', 'endswith']);

/** Reports fields and values that are likely mistakes or awkwardly written. */
export function checkValues(section: MappingNode, report: Report): void {
  for (const { key, value } of section.entries) {
    if (key.text === 'condition' || key.text === 'timeframe' || key.text === 'rules') continue;
    checkBlock(value, report);
  }
}

function checkBlock(node: YamlNode, report: Report): void {
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries) checkItem(key, value, report);
  } else if (node.kind === 'sequence') {
    const words = node.items.filter((item): item is ScalarNode => item.kind === 'scalar');
    checkDuplicates(words, false, report);
    for (const item of node.items) checkBlock(item, report);
  }
}

function checkItem(key: ScalarNode, value: YamlNode, report: Report): void {
  const [field = '', ...modifiers] = key.text.split('|');
  const items = value.kind === 'sequence' ? value.items : [value];
  const values = items.filter((item): item is ScalarNode => item.kind === 'scalar');
  if (modifiers.includes('all') && values.length === 1) {
    const message = '`all` has no effect on a single value';
    const hint = 'Remove it. To test a field twice, add a second selection.';
    report(diagnose('warning', 'sigma/all-single-value', message, key, hint));
  }
  if (field !== field.trim() || !/^[\x20-\x7e]*$/.test(field)) {
    const message = `The field name \`${field}\` contains characters that log field names do not have`;
    report(diagnose('warning', 'sigma/non-ascii-field', message, key));
  }
  checkModifiers(key, modifiers, values, report);
  checkDuplicates(
    values,
    modifiers.some((modifier) => CASE_MATTERS.test(modifier)),
    report,
  );
  const empty = values.find((one) => scalarValue(one) === null);
  if (empty && values.length > 1) {
    const message = 'Some tools ignore null in a list with other values';
    const hint = 'Test for null in a separate selection.';
    report(diagnose('info', 'sigma/null-in-list', message, empty, hint));
  }
  if (modifiers.some((modifier) => TEXT_TYPES.has(modifier))) return;
  for (const one of values) checkValue(one, field, modifiers, report);
}

/** Reports valid modifiers whose combination is a likely mistake. */
function checkModifiers(
  key: ScalarNode,
  modifiers: readonly string[],
  values: readonly ScalarNode[],
  report: Report,
): void {
  const warn = (message: string, hint?: string) =>
    report(diagnose('warning', 'sigma/modifier-conflict', message, key, hint));
  const twice = modifiers.find((modifier, at) => modifiers.indexOf(modifier) !== at);
  if (twice) {
    const message = `The modifier \`${twice}\` appears twice`;
    report(diagnose('warning', 'sigma/duplicate-modifier', message, key));
  }
  const anchors = [...new Set(modifiers.filter((modifier) => ANCHORS.has(modifier)))];
  if (anchors.length > 1) warn(`\`${anchors.join('|')}\` means the same as \`contains\``);
  if (modifiers.includes('base64offset') && anchors.length === 0) {
    const message =
      '`base64offset` produces parts of a value, but this compares them with the whole value';
    warn(message, 'Add `contains` after it.');
  }
  const whole = values.every((value) => isPlain(parsePattern(value.text)));
  const joins = modifiers.length === 1 && modifiers[0] === 'all' && !key.text.startsWith('|');
  if (joins && values.length > 1 && whole) {
    warn('A field cannot equal all of these values at once', 'Did you mean `contains|all`?');
  }
}

/** Values that are the same under Sigma's case-insensitive comparison. */
function checkDuplicates(values: readonly ScalarNode[], cased: boolean, report: Report): void {
  const seen = new Set<string>();
  for (const value of values) {
    const text = cased ? value.text : fold(value.text);
    const same = `${typeof scalarValue(value)} ${text}`;
    if (seen.has(same)) {
      const message = `\`${value.text}\` appears twice in this list`;
      report(diagnose('warning', 'sigma/duplicate-value', message, value));
    }
    seen.add(same);
  }
}

function checkValue(
  node: ScalarNode,
  field: string,
  modifiers: readonly string[],
  report: Report,
): void {
  const value = scalarValue(node);
  if (typeof value !== 'string') return;
  const warn = (code: SigmaCode, message: string, hint?: string) =>
    report(diagnose('warning', code, message, node, hint));
  const note = (code: SigmaCode, message: string, hint?: string) =>
    report(diagnose('info', code, message, node, hint));
  // Tabs and line ends occur in command lines and scripts; the other control characters do not.
  if (/[^\P{Cc}\t\r\n]/u.test(value)) {
    warn('sigma/control-character', 'This value contains a control character');
  }
  if (/\*\*/.test(value)) {
    warn('sigma/double-wildcard', 'Two adjacent asterisks are the same as one');
  }
  if (modifiers.length === 0 && field !== '' && /^\d+$/.test(value)) {
    note(
      'sigma/number-as-string',
      'This number is compared as text',
      'If the field is a number, remove the quotes.',
    );
  }
  if (/\\[*?]/.test(value)) {
    const hint = 'To match a backslash before the wildcard, write two backslashes.';
    note('sigma/escaped-wildcard', 'The backslash escapes the wildcard after it', hint);
  }
  checkWildcards(value, modifiers, warn, note);
}

type Tell = (code: SigmaCode, message: string, hint?: string) => void;

function checkWildcards(value: string, modifiers: readonly string[], warn: Tell, note: Tell): void {
  const pattern = parsePattern(value);
  const first = pattern[0] === ANY;
  const last = pattern.length > 1 && pattern[pattern.length - 1] === ANY;
  const inner = pattern.slice(first ? 1 : 0, last ? -1 : undefined);
  const anchor = modifiers.find((modifier) => ANCHORS.has(modifier));
  if (anchor) {
    if (inner.length === 0) {
      warn('sigma/redundant-wildcard', 'This matches any value', 'Use `exists`, or `*` alone.');
      return;
    }
    const redundant = (first && anchor !== 'startswith') || (last && anchor !== 'endswith');
    if (redundant) warn('sigma/redundant-wildcard', `\`${anchor}\` already adds this wildcard`);
    return;
  }
  if (modifiers.length > 0 || (!first && !last) || inner.length !== 1) return;
  if (typeof inner[0] !== 'string') return;
  const name = first && last ? 'contains' : first ? 'endswith' : 'startswith';
  const message = 'A modifier can replace this wildcard';
  note('sigma/wildcard-instead-of-modifier', message, `Use \`|${name}\` and remove the wildcards.`);
}
