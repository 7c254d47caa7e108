import type { Severity } from '../../severity';
import type { SigmaCode } from '../diagnostics';
import { bytesAsText } from '../encoding';
import { parsePattern, printPattern } from '../pattern';
import type { ScalarValue } from '../scalar';
import type { Pattern, Test } from '../types';

/**
 * Value modifiers (modifiers appendix 2.1.0). Each takes one value and returns the values that it
 * becomes; they apply from left to right. A value starts as read from YAML (`written`), becomes a Test
 * once its type is known, and is `bytes` between a text encoding and Base64.
 */
export type Value =
  | { readonly kind: 'written'; readonly value: ScalarValue; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | Test;

/** An error in a value. The caller reports it with the value's position. */
export interface Problem {
  readonly severity: Severity;
  readonly code: SigmaCode;
  readonly message: string;
  readonly hint?: string | null;
}

export type Fail = (problem: Problem) => null;

export type Modifier = (value: Value, fail: Fail) => readonly Value[] | null;

/** The test that a value becomes when no modifier follows. */
export function settle(value: Value): Test {
  if (value.kind === 'bytes') {
    return { kind: 'pattern', pattern: [bytesAsText(value.bytes)], cased: false };
  }
  if (value.kind !== 'written') return value;
  if (value.value === null) return { kind: 'null' };
  if (typeof value.value === 'boolean') return { kind: 'boolean', value: value.value };
  if (typeof value.value === 'number') return { kind: 'number', value: value.value };
  return { kind: 'pattern', pattern: parsePattern(value.value), cased: false };
}

/** The text pattern that a string modifier works on; a number counts as its digits. */
export function patternOf(value: Value): Pattern | null {
  if (value.kind === 'written' && typeof value.value === 'number') return [value.text];
  const test = settle(value);
  return test.kind === 'pattern' ? test.pattern : null;
}

export function wrongType(name: string, value: Value, wanted: string, fail: Fail): null {
  return fail({
    severity: 'error',
    code: 'sigma/modifier-type',
    message: `\`${name}\` takes ${wanted}, but this is ${nameType(value)}`,
  });
}

export function mustComeFirst(name: string, fail: Fail): null {
  return fail({
    severity: 'error',
    code: 'sigma/modifier-order',
    message: `\`${name}\` needs the value as written, but a modifier before it has changed the value`,
    hint: `Modifiers apply from left to right. Put \`${name}\` first.`,
  });
}

function nameType(value: Value): string {
  if (value.kind !== 'written') return `a ${value.kind}`;
  if (value.value === null) return 'null';
  return `the ${typeof value.value} ${printPattern([value.text])}`;
}
