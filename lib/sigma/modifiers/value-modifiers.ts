import { parseCidr } from '../cidr';
import { base64, base64Offsets, utf8, utf16 } from '../encoding';
import { isPlain, plainText } from '../pattern';
import type { CompareOperator, TimePart } from '../types';
import { windashVariants } from '../windash';
import { anchor } from './anchoring';
import {
  type Fail,
  type Modifier,
  mustComeFirst,
  patternOf,
  settle,
  type Value,
  wrongType,
} from './value';

export const VALUE_MODIFIERS = new Map(
  Object.entries<Modifier>({
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
          message: 'This value has too many dashes for `windash` to list all variants',
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
        hint: 'Write an address and a prefix length, for example 10.0.0.0/8 or fe80::/10.',
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
  }),
);

function flag(letter: 'i' | 'm' | 's'): Modifier {
  return (value, fail) => {
    if (value.kind !== 'regex') {
      return fail({
        severity: 'error',
        code: 'sigma/modifier-order',
        message: `\`${letter}\` is a flag of \`re\` and must follow it`,
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
        message: `\`${name}\` cannot encode an empty value`,
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
    hint: `Put \`${name}\` before contains, startswith or endswith, and escape each literal * and ?.`,
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
        message: `\`${part}\` must be a whole number from ${least} to ${most}`,
      });
    }
    const operator = value.kind === 'compare' ? value.operator : 'eq';
    return [{ kind: 'time', part, operator, value: number }];
  };
}
