import type { Severity } from '../diagnostic';
import { parseCidr } from './cidr';
import type { SigmaCode } from './diagnostics';
import { base64, base64Offsets, bytesAsText, utf8, utf16 } from './encoding';
import {
  isPlain,
  parsePattern,
  plainText,
  printPattern,
  withLeadingAny,
  withTrailingAny,
} from './pattern';
import { findPlaceholders } from './placeholders';
import { checkRegex } from './regex';
import type { ScalarValue } from './scalar';
import type { CompareOperator, Pattern, Test, TimePart } from './types';
import { windashVariants } from './windash';

/**
 * Value modifiers (modifiers appendix 2.1.0). Each takes one value and gives back the values it
 * becomes; they are applied left to right, as written. A value begins as what YAML read (`written`),
 * is a Test once its type is settled, and is `bytes` between a text encoding and Base64.
 */
type Value =
  | { readonly kind: 'written'; readonly value: ScalarValue; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | Test;

/** What is wrong with a value, told by the caller with the value's place. */
export interface Problem {
  readonly severity: Severity;
  readonly code: SigmaCode;
  readonly message: string;
  readonly hint?: string | null;
}

type Fail = (problem: Problem) => null;
type Modifier = (value: Value, fail: Fail) => readonly Value[] | null;

const ANCHORINGS = ['contains', 'startswith', 'endswith'] as const;
type Anchoring = (typeof ANCHORINGS)[number];

/** Modifiers that change how the values of a list are joined, not the values. */
export const LIST_MODIFIERS = ['all', 'neq'] as const;

const VALUE_MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: anchor('contains'),
  startswith: anchor('startswith'),
  endswith: anchor('endswith'),
  cased: (value, fail) => {
    const test = settle(value);
    if (test.kind === 'pattern' || test.kind === 'field') return [{ ...test, cased: true }];
    if (test.kind === 'number') return [value];
    return wrongType('cased', value, 'strings', fail);
  },
  windash: (value, fail) => {
    const pattern = patternOf(value);
    if (!pattern) return wrongType('windash', value, 'strings', fail);
    const variants = windashVariants(pattern);
    if (!variants) {
      return fail({
        severity: 'error',
        code: 'sigma/too-many-values',
        message: 'This value has so many dashes that its `windash` variants cannot be listed',
      });
    }
    return variants.map((variant) => ({ kind: 'pattern', pattern: variant, cased: false }));
  },
  re: (value, fail) => {
    if (value.kind !== 'written') return mustComeFirst('re', fail);
    if (typeof value.value === 'boolean' || value.value === null) {
      return wrongType('re', value, 'strings', fail);
    }
    return [{ kind: 'regex', source: value.text, flags: '' }];
  },
  i: flag('i'),
  m: flag('m'),
  s: flag('s'),
  base64: encode('base64', (bytes) => [base64(bytes)]),
  base64offset: encode('base64offset', base64Offsets),
  utf16: textEncoding('utf16', (text) => utf16(text, 'le', true)),
  utf16le: textEncoding('utf16le', (text) => utf16(text, 'le', false)),
  utf16be: textEncoding('utf16be', (text) => utf16(text, 'be', false)),
  wide: textEncoding('wide', (text) => utf16(text, 'le', false)),
  lt: compare('lt'),
  lte: compare('lte'),
  gt: compare('gt'),
  gte: compare('gte'),
  minute: timePart('minute', 0, 59),
  hour: timePart('hour', 0, 23),
  day: timePart('day', 1, 31),
  week: timePart('week', 1, 53),
  month: timePart('month', 1, 12),
  year: timePart('year', 1, 9999),
  cidr: (value, fail) => {
    if (value.kind !== 'written') return mustComeFirst('cidr', fail);
    const network = typeof value.value === 'string' ? parseCidr(value.text) : null;
    if (network) return [{ kind: 'cidr', ...network }];
    return fail({
      severity: 'error',
      code: 'sigma/invalid-cidr',
      message: `\`${value.text}\` is not an IPv4 or IPv6 network`,
      hint: 'Write an address and a prefix length, as in 10.0.0.0/8 or fe80::/10.',
    });
  },
  fieldref: (value, fail) => {
    if (value.kind !== 'written') return mustComeFirst('fieldref', fail);
    if (typeof value.value !== 'string' || value.value === '') {
      return wrongType('fieldref', value, 'field names', fail);
    }
    return [{ kind: 'field', field: value.value, anchor: 'equals', cased: false }];
  },
  exists: (value, fail) => {
    if (value.kind !== 'written' || typeof value.value !== 'boolean') {
      return wrongType('exists', value, 'true and false', fail);
    }
    return [{ kind: 'exists', value: value.value }];
  },
  expand: (value, fail) => (value.kind === 'written' ? [value] : mustComeFirst('expand', fail)),
};

export const MODIFIERS: readonly string[] = [...LIST_MODIFIERS, ...Object.keys(VALUE_MODIFIERS)];

/** Makes tests of written values; null after reporting what is wrong with one. */
export type ValueReader = (
  value: ScalarValue,
  text: string,
  report: (problem: Problem) => void,
) => readonly Test[] | null;

/**
 * The modifiers of a field, ready for its values. A value with placeholders stays as written until
 * they are known: `expandPlaceholders` comes back here with the rest of the modifiers.
 */
export function createValueReader(modifiers: readonly string[]): ValueReader {
  const expands = modifiers.includes('expand');
  const steps = modifiers.flatMap((name) => {
    const step = Object.hasOwn(VALUE_MODIFIERS, name) ? VALUE_MODIFIERS[name] : undefined;
    return step ? [step] : [];
  });
  // Nearly all values are texts under one of these or none: the general way would be slow for them.
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
        next.push(...made);
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
    message: '`expand` has nothing to expand here',
    hint: 'A placeholder is a name between percent signs, as in %Administrators%.',
  });
  return null;
}

/**
 * An expression that needs more than Sigma's subset stays in the rule, which then matches nothing:
 * a target with a richer dialect may still take it.
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

/** A value as the test it is when no modifier follows. */
function settle(value: Value): Test {
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
function patternOf(value: Value): Pattern | null {
  if (value.kind === 'written' && typeof value.value === 'number') return [value.text];
  const test = settle(value);
  return test.kind === 'pattern' ? test.pattern : null;
}

function wrongType(name: string, value: Value, wanted: string, fail: Fail): null {
  return fail({
    severity: 'error',
    code: 'sigma/modifier-type',
    message: `\`${name}\` takes ${wanted}, and this is ${nameType(value)}`,
  });
}

function mustComeFirst(name: string, fail: Fail): null {
  return fail({
    severity: 'error',
    code: 'sigma/modifier-order',
    message: `\`${name}\` needs the value as it was written, and a modifier before it changed it`,
    hint: `Modifiers apply from left to right: put \`${name}\` first.`,
  });
}

function nameType(value: Value): string {
  if (value.kind !== 'written') return `a ${value.kind}`;
  if (value.value === null) return 'null';
  return `the ${typeof value.value} ${printPattern([value.text])}`;
}

function anchor(where: Anchoring): Modifier {
  return (value, fail) => {
    const test = value.kind === 'written' ? null : settle(value);
    if (test?.kind === 'field') return [{ ...test, anchor: where }];
    if (test?.kind === 'regex') {
      // A regular expression is searched for anywhere, so `contains` adds nothing.
      if (where === 'contains') return [test];
      const source = where === 'startswith' ? `^(?:${test.source})` : `(?:${test.source})$`;
      return [{ ...test, source }];
    }
    const pattern = patternOf(value);
    if (!pattern) return wrongType(where, value, 'strings', fail);
    return [anchored(pattern, where, test?.kind === 'pattern' && test.cased)];
  };
}

function anchored(pattern: Pattern, where: Anchoring | undefined, cased: boolean): Test {
  const open = where === 'contains' || where === 'endswith';
  const opened = open ? withLeadingAny(pattern) : pattern;
  const closed = where === 'contains' || where === 'startswith' ? withTrailingAny(opened) : opened;
  return { kind: 'pattern', pattern: closed, cased };
}

function flag(letter: 'i' | 'm' | 's'): Modifier {
  return (value, fail) => {
    if (value.kind !== 'regex') {
      return fail({
        severity: 'error',
        code: 'sigma/modifier-order',
        message: `\`${letter}\` is a flag of \`re\` and has to follow it`,
        hint: `Write \`re|${letter}\`.`,
      });
    }
    const flags = value.flags.includes(letter) ? value.flags : value.flags + letter;
    return [{ ...value, flags }];
  };
}

function textEncoding(name: string, convert: (text: string) => Uint8Array): Modifier {
  return (value, fail) => {
    const text = encodable(name, value, fail);
    return text === null ? null : [{ kind: 'bytes', bytes: convert(text) }];
  };
}

function encode(name: string, convert: (bytes: Uint8Array) => string[]): Modifier {
  return (value, fail) => {
    let bytes: Uint8Array;
    if (value.kind === 'bytes') {
      bytes = value.bytes;
    } else {
      const text = encodable(name, value, fail);
      if (text === null) return null;
      bytes = utf8(text);
    }
    const texts = [...new Set(convert(bytes))].filter((text) => text !== '');
    if (texts.length === 0) {
      return fail({
        severity: 'error',
        code: 'sigma/invalid-value',
        message: `\`${name}\` of an empty value is empty`,
      });
    }
    return texts.map((text) => ({ kind: 'pattern', pattern: [text], cased: false }));
  };
}

function encodable(name: string, value: Value, fail: Fail): string | null {
  const pattern = value.kind === 'bytes' ? null : patternOf(value);
  if (!pattern) return wrongType(name, value, 'strings', fail);
  if (isPlain(pattern)) return plainText(pattern);
  return fail({
    severity: 'error',
    code: 'sigma/modifier-type',
    message: `\`${name}\` cannot encode wildcards`,
    hint: `Put \`${name}\` before contains, startswith or endswith, and escape * and ? that are meant as they stand.`,
  });
}

function numberOf(value: Value): number | null {
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'written') return null;
  if (typeof value.value === 'number') return value.value;
  const numeric = typeof value.value === 'string' && /^-?\d+(\.\d+)?$/.test(value.value);
  return numeric ? Number(value.value) : null;
}

function compare(operator: CompareOperator): Modifier {
  return (value, fail) => {
    if (value.kind === 'time') return [{ ...value, operator }];
    const number = numberOf(value);
    if (number === null) return wrongType(operator, value, 'numbers', fail);
    return [{ kind: 'compare', operator, value: number }];
  };
}

function timePart(part: TimePart, least: number, most: number): Modifier {
  return (value, fail) => {
    const number = value.kind === 'compare' ? value.value : numberOf(value);
    if (number === null) return wrongType(part, value, 'numbers', fail);
    if (!Number.isInteger(number) || number < least || number > most) {
      return fail({
        severity: 'error',
        code: 'sigma/invalid-value',
        message: `\`${part}\` is a whole number from ${least} to ${most}`,
      });
    }
    const operator = value.kind === 'compare' ? value.operator : 'eq';
    return [{ kind: 'time', part, operator, value: number }];
  };
}
