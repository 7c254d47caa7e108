import { toBool, toDatetime, toLong, toNumber, toTimespan, type Value } from '../values';

/** Text as the type that a `typeof()` argument names. Null if it is not one. */
export function convertTo(type: string, text: string): Value {
  switch (type) {
    case 'int':
    case 'long':
      return toLong(text, 'string');
    case 'real':
    case 'double':
      return toNumber(text, 'string');
    case 'bool':
      return toBool(text);
    case 'datetime':
      return toDatetime(text, 'string');
    case 'timespan':
      return toTimespan(text, 'string');
    default:
      return text;
  }
}
