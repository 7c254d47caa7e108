import type { ScalarNode, YamlNode } from './yaml';

export type ScalarValue = string | number | boolean | null;

const NULL = /^(?:|~|null|Null|NULL)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const PREFIXED = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;

/**
 * A scalar's value under the YAML 1.2 core schema (section 10.3.2). Dates stay text, and so do whole
 * numbers that a double cannot hold: rounding them would change what the rule matches.
 */
export function scalarValue(node: ScalarNode): ScalarValue {
  const { text } = node;
  if (!node.plain) return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (DECIMAL.test(text) || PREFIXED.test(text)) {
    const number = Number(text);
    const whole = !/[.eE]/.test(text) || PREFIXED.test(text);
    if (Number.isFinite(number) && (!whole || Number.isSafeInteger(number))) return number;
  }
  return text;
}

/** A tree as plain data, for fields that Watchfloor keeps but does not interpret. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return scalarValue(node);
  if (node.kind === 'sequence') return node.items.map(plainValue);
  // `fromEntries` defines keys instead of assigning them, so `__proto__` is a key like any other.
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainValue(value)]));
}
