import type { Value } from '../values';
import { compareValues, toNumber } from '../values';
import { type FunctionTable, plain } from './function-kinds';

const ofNumber = (apply: (value: number) => number | null) =>
  plain(([value], [type = 'null']) => {
    const read = toNumber(value, type);
    return read === null ? null : apply(Number(read));
  });

/** Rounds down to a multiple: `bin(4.5, 1)` is 4. Datetimes and timespans are milliseconds. */
const bin = plain(([value, size]) => {
  if (value === null || !size) return null;
  if (typeof value === 'bigint' || typeof size === 'bigint') {
    const divisor = BigInt(size as bigint);
    return (BigInt(value as bigint) / divisor) * divisor;
  }
  const step = Number(size);
  return Math.floor(Number(value) / step) * step;
});

const bits = (apply: (a: bigint, b: bigint) => bigint) =>
  plain(([a, b]) => {
    if (a === null || b === null) return null;
    return Number(BigInt.asIntN(64, apply(BigInt(a as number), BigInt(b as number))));
  });

const extreme = (sign: number) =>
  plain((values) =>
    values.reduce<Value>((best, value) => {
      if (value === null) return best;
      return best === null || sign * compareValues(value, best) > 0 ? value : best;
    }, null),
  );

export const NUMBER_FUNCTIONS: FunctionTable = {
  abs: ofNumber(Math.abs),
  ceiling: ofNumber(Math.ceil),
  floor: bin,
  bin,
  bin_at: plain(([value, size, fixed]) => {
    if (value === null || !size || fixed === null) return null;
    const step = Number(size);
    const origin = Number(fixed);
    return Math.floor((Number(value) - origin) / step) * step + origin;
  }),
  round: plain(([value, digits]) => {
    if (value === null) return null;
    const scale = 10 ** Number(digits ?? 0);
    return Math.round(Number(value) * scale) / scale;
  }),
  sign: ofNumber(Math.sign),
  sqrt: ofNumber((value) => Math.sqrt(value)),
  exp: ofNumber(Math.exp),
  log: ofNumber(Math.log),
  log10: ofNumber(Math.log10),
  log2: ofNumber(Math.log2),
  pow: plain(([base, power]) =>
    base === null || power === null ? null : Number(base) ** Number(power),
  ),
  isnan: plain(([value]) => Number.isNaN(value)),
  isinf: plain(
    ([value]) => typeof value === 'number' && Math.abs(value) === Number.POSITIVE_INFINITY,
  ),
  isfinite: plain(([value]) => value !== null && Number.isFinite(Number(value))),
  min_of: extreme(-1),
  max_of: extreme(1),
  binary_and: bits((a, b) => a & b),
  binary_or: bits((a, b) => a | b),
  binary_xor: bits((a, b) => a ^ b),
  binary_shift_left: bits((a, b) => a << b),
  binary_shift_right: bits((a, b) => a >> b),
  binary_not: plain(([value]) => (value === null ? null : Number(~BigInt(value as number)))),
  /** Negative numbers as 64-bit two's complement; a length adds leading zeros. */
  tohex: plain(([value, length]) => {
    if (value === null) return '';
    const text = BigInt.asUintN(64, BigInt(value as number)).toString(16);
    return text.padStart(Number(length ?? 0), '0');
  }),
};
