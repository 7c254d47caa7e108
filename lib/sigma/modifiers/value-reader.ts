import { addAll } from '@/lib/long-lists';
import { parsePattern } from '../pattern';
import { findPlaceholders } from '../placeholders';
import { checkRegex } from '../regex';
import type { ScalarValue } from '../scalar';
import type { Test } from '../types';
import { ANCHORINGS, anchored } from './anchoring';
import { type Fail, type Problem, settle, type Value } from './value';
import { VALUE_MODIFIERS } from './value-modifiers';

/** Modifiers that change how the values of a list are joined, not the values. */
export const LIST_MODIFIERS = ['all', 'neq'] as const;

export const MODIFIERS: readonly string[] = [...LIST_MODIFIERS, ...VALUE_MODIFIERS.keys()];

/** Reads a written value as tests; null after reporting an error. */
export type ValueReader = (
  value: ScalarValue,
  text: string,
  report: (problem: Problem) => void,
) => readonly Test[] | null;

/**
 * Reads a field's values under its modifiers. A value with placeholders stays as written until their
 * values are known: `expandPlaceholders` then calls this again with the remaining modifiers.
 */
export function createValueReader(modifiers: readonly string[]): ValueReader {
  const expands = modifiers.includes('expand');
  const steps = modifiers.flatMap((name) => {
    const step = VALUE_MODIFIERS.get(name);
    return step ? [step] : [];
  });
  // Fast path: nearly all values are text with one of these modifiers or none.
  const [anchoring] = ANCHORINGS.filter((name) => modifiers.includes(name));
  const simple = steps.length === (anchoring ? 1 : 0);
  return (value, text, report) => {
    if (simple && typeof value === 'string')
      return [anchored(parsePattern(value), anchoring, false)];
    const placeholder =
      expands && typeof value === 'string' ? readPlaceholder(value, report) : null;
    if (placeholder) return [placeholder];
    const written: Value = { kind: 'written', value, text };
    if (steps.length === 0) return [settle(written)];
    const fail: Fail = (problem) => {
      report(problem);
      return null;
    };
    let values: readonly Value[] = [written];
    for (const step of steps) {
      const next: Value[] = [];
      for (const one of values) {
        const made = step(one, fail);
        if (!made) return null;
        addAll(next, made);
      }
      values = next;
    }
    const tests = values.map(settle);
    return tests.every((test) => test.kind !== 'regex' || isReadable(test, report)) ? tests : null;
  };
}

function readPlaceholder(value: string, report: (problem: Problem) => void): Test | null {
  const names = findPlaceholders(value);
  if (names.length > 0) return { kind: 'placeholder', names, source: value };
  report({
    severity: 'warning',
    code: 'sigma/invalid-placeholder',
    message: 'This value has no placeholder for `expand`',
    hint: 'A placeholder is a name between percent signs, for example %Administrators%.',
  });
  return null;
}

/**
 * A regular expression outside Sigma's subset stays in the rule, which then matches nothing. A target
 * with a richer dialect may still accept it.
 */
function isReadable(
  { source, flags }: Extract<Test, { kind: 'regex' }>,
  report: (problem: Problem) => void,
): boolean {
  const error = checkRegex(source, flags);
  if (!error) return true;
  const invalid = error.kind === 'invalid';
  report({
    severity: invalid ? 'error' : 'warning',
    code: invalid ? 'sigma/invalid-regex' : 'sigma/unsupported-regex',
    message: `Cannot read this regular expression: ${error.message} (character ${error.at + 1})`,
  });
  return !invalid;
}
