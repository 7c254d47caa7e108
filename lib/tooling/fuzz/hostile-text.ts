import type { Random } from './random';

/** Names that a plain object has before anybody writes to it. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  'then',
];

/** In a page's HTML, this text must only appear escaped. */
export const HTML_MARK = '<img src=x onerror=fuzz()>';

const PIECES = [
  HTML_MARK,
  '</script><script>fuzz()</script>',
  '"',
  "'",
  "'''",
  '`',
  '\\',
  '\\\\',
  '*',
  '?',
  '**',
  '\\*',
  '%placeholder%',
  '\0',
  '\u0007',
  '\u001b[31m',
  '\n',
  '\r\n',
  '\u2028',
  '\u202e',
  '\u200b',
  '\u00a0',
  '\ufeff',
  '\ufffd',
  '\ud800',
  'İ',
  'ß',
  'ſ',
  '𝔘',
  '👩‍👩‍👧',
  'é'.normalize('NFD'),
  '//',
  '/* */',
  '*/',
  '| take 1',
  '"; drop',
  '$\u007bx}',
  '%{x}',
  '{{x}}',
  "[parameters('x')]",
  '=1+1',
  '＝1',
  '@x',
  '-1',
  '+1',
  'javascript:fuzz()',
  'https://github.com@evil.example/',
  '../../etc/passwd',
  'C:\\Windows\\System32\\cmd.exe',
  '\\\\server\\share',
  '127.0.0.1',
  'fe80::1%eth0',
  '10.0.0.0/8',
  '0x1F',
  '1e309',
  '-0',
  'NaN',
  'null',
  'true',
  '2026-02-30',
  '%%1936',
  '%ff',
  '%00',
  '(a+)+$',
  '[',
  '(?<=x)y',
  '\\Qx\\E',
];

/** A text that has broken a parser, printer or page somewhere before, or several of them joined. */
export function hostileText(random: Random): string {
  if (random.chance(0.15)) return random.pick(PROTOTYPE_NAMES);
  if (random.chance(0.03)) return random.pick(PIECES).repeat(random.integer(100, 3_000));
  return random
    .many(1, 4, () => (random.chance(0.6) ? random.pick(PIECES) : word(random)))
    .join('');
}

/** A few letters. */
export function word(random: Random): string {
  return random.many(1, 8, () => random.pick([...'abcdefgXYZ019_.-'])).join('');
}
