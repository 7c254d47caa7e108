import { EPOCH_TICKS } from '../time';
import type { Value } from '../values';
import { compareValues, narrow, toNumber } from '../values';
import { type FunctionTable, plain } from './function-kinds';

const ofNumber = (apply: (value: number) => number | null) =>
  plain(([value], [type = 'null']) => {
    const read = toNumber(value, type);
    return read === null ? null : apply(Number(read));
  });

/** The value rounded down to the origin plus a multiple of the step. */
function floorTo(value: Value, step: Value, origin: Value): Value {
  if ([value, step, origin].some((item) => typeof item === 'bigint')) {
    const size = BigInt(step as bigint);
    const distance = BigInt(value as bigint) - BigInt(origin as bigint);
    return narrow(BigInt(value as bigint) - (((distance % size) + size) % size));
  }
  const size = Number(step);
  return Math.floor((Number(value) - Number(origin)) / size) * size + Number(origin);
}

/** `bin(4.5, 1)` is 4. Bins of datetimes begin in the year 1, as their ticks do. */
const bin = plain(([value, size], [type]) => {
  if (value === null || !size) return null;
  return floorTo(value, size, type === 'datetime' ? -EPOCH_TICKS : 0);
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
    return floorTo(value, size, fixed);
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
