import {
  isInIpv4Range,
  isPrivateIpv4,
  matchIpv4,
  matchIpv6,
  parseIpv4,
  parseIpv6,
} from '../ip-address';
import type { Value, ValueType } from '../values';
import { toText } from '../values';
import { type FunctionTable, ofTexts, plain } from './function-kinds';

/** Ranges, listed one by one or in an array. */
const inAny = (test: (address: string, range: string) => boolean | null) =>
  plain(([address, ...ranges], [type = 'string']): Value => {
    const list = ranges.flatMap((range) =>
      Array.isArray(range) ? range.map(String) : [String(range)],
    );
    const answers = list.map((range) => test(toText(address, type), range));
    if (answers.includes(true)) return true;
    return answers.length > 0 && answers.every((answer) => answer === null) ? null : false;
  });

const withPrefix = (match: (a: string, b: string, prefix?: number) => boolean | null) =>
  plain(([a, b, prefix], [left = 'string', right = 'string']: readonly ValueType[]) =>
    match(toText(a, left), toText(b, right), prefix === undefined ? undefined : Number(prefix)),
  );

/** Whether an address that starts with the prefix occurs in the text as a separate term. */
function hasIpv4Prefix(text: string, prefix: string): boolean {
  for (const [address] of text.matchAll(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g)) {
    if (!parseIpv4(address)) continue;
    if (prefix.endsWith('.') ? address.startsWith(prefix) : address === prefix) return true;
  }
  return false;
}

export const NETWORK_FUNCTIONS: FunctionTable = {
  ipv4_is_in_range: ofTexts(([address = '', range = '']) => isInIpv4Range(address, range)),
  ipv4_is_in_any_range: inAny(isInIpv4Range),
  ipv4_is_match: withPrefix(matchIpv4),
  ipv4_is_private: ofTexts(([address = '']) => isPrivateIpv4(address)),
  ipv4_compare: plain(([a, b, prefix]) => {
    const left = parseIpv4(String(a));
    const right = parseIpv4(String(b));
    if (!left || !right) return null;
    const size = 2 ** (32 - Math.min(left.prefix, right.prefix, Number(prefix ?? 32)));
    return Math.sign(Math.floor(left.address / size) - Math.floor(right.address / size));
  }),
  parse_ipv4: ofTexts(([text = '']) => {
    const parsed = parseIpv4(text);
    if (!parsed) return null;
    const size = 2 ** (32 - parsed.prefix);
    return Math.floor(parsed.address / size) * size;
  }),
  parse_ipv6: ofTexts(([text = '']) => {
    const parsed = parseIpv6(text);
    if (!parsed) return '';
    const hex = parsed.address.toString(16).padStart(32, '0');
    return hex.match(/.{4}/g)?.join(':') ?? '';
  }),
  ipv6_is_match: withPrefix(matchIpv6),
  ipv6_is_in_range: ofTexts(([address = '', range = '']) => matchIpv6(address, range)),
  ipv6_is_in_any_range: inAny((address, range) => matchIpv6(address, range)),
  has_ipv4: ofTexts(([text = '', address = '']) => hasIpv4Prefix(text, address)),
  has_ipv4_prefix: ofTexts(([text = '', prefix = '']) => hasIpv4Prefix(text, prefix)),
  has_any_ipv4: plain(([text, ...needles], [type = 'string']) =>
    needles.flat().some((needle) => hasIpv4Prefix(toText(text, type), String(needle))),
  ),
  has_any_ipv4_prefix: plain(([text, ...needles], [type = 'string']) =>
    needles.flat().some((needle) => hasIpv4Prefix(toText(text, type), String(needle))),
  ),
};
