import { fold } from '../string-tests';
import {
  isNumeric,
  toDatetime,
  toNumber,
  toText,
  toTimespan,
  type Value,
  type ValueType,
} from '../values';

type Convert = (value: Value) => Value;

const asIs: Convert = (value) => value;

const fold_: Convert = (value) => fold(String(value));

/** Converts the two sides to one type if the binder accepts a comparison of different ones. */
export function converters(left: ValueType, right: ValueType): readonly [Convert, Convert] {
  const isText = (type: ValueType) => type === 'string' || type === 'guid';
  if (left === right || left === 'null' || right === 'null') return [asIs, asIs];
  if (isNumeric(left) && isNumeric(right)) return [asIs, asIs];
  if (isText(left) && isText(right)) return [fold_, fold_];
  if (left === 'dynamic') return [fromDynamic(right), asIs];
  if (right === 'dynamic') return [asIs, fromDynamic(left)];
  if (isText(left)) return [fromText(right), asIs];
  if (isText(right)) return [asIs, fromText(left)];
  return [asIs, asIs];
}

/** A dynamic's content as the other side's type. */
function fromDynamic(type: ValueType): Convert {
  if (type === 'string' || type === 'guid') {
    return (value) => (value === null ? null : toText(value, 'dynamic'));
  }
  if (type === 'datetime') return (value) => toDatetime(value, 'dynamic');
  if (type === 'timespan') return (value) => toTimespan(value, 'dynamic');
  if (isNumeric(type)) return (value) => toNumber(value, 'dynamic');
  return asIs;
}

function fromText(type: ValueType): Convert {
  if (type === 'datetime') return (value) => toDatetime(value, 'string');
  if (type === 'timespan') return (value) => toTimespan(value, 'string');
  if (isNumeric(type)) return (value) => toNumber(value, 'string');
  return asIs;
}
