import { ownValue } from '@/lib/own-value';
import type { ValueType } from './mapping';

/** Inserts parameters: each `{name}` that `parameters` has. Other braces stay as they are. */
export function fill(text: string, parameters: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z][A-Za-z]*)\}/g, (whole, name: string) => {
    return Object.hasOwn(parameters, name) ? (ownValue(parameters, name) ?? whole) : whole;
  });
}

/** The keys `a` and `b c` as KQL member access: `.a['b c']`. */
export function memberAccess(keys: readonly string[]): string {
  return keys
    .map((name) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
        ? `.${name}`
        : `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`,
    )
    .join('');
}

/** KQL that converts `text` to `type`. */
export function convert(text: string, type: ValueType): string {
  return `to${type}(${text})`;
}
