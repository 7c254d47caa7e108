import { UnsupportedError } from '../syntax';
import {
  parseJson,
  toBool,
  toDatetime,
  toDynamic,
  toLong,
  toNumber,
  toText,
  toTimespan,
  type Value,
  type ValueType,
} from '../values';
import { type FunctionCompiler, type FunctionTable, ofTexts, plain } from './function-kinds';

/** A conversion that depends on the argument's type. */
const by = (convert: (value: Value, type: ValueType) => Value) =>
  plain(([value = null], [type = 'null']) => convert(value, type));

/** Null for what does not fit in 32 bits: the documentation has null for any failed conversion. */
const toInt = (value: Value, type: ValueType): Value => {
  const long = toLong(value, type);
  return long !== null && BigInt.asIntN(32, BigInt(long)) !== BigInt(long) ? null : long;
};

/** A conversion to a number. Refuses datetimes, for which no number is documented. */
const toNumeric =
  (convert: (value: Value, type: ValueType) => Value): FunctionCompiler =>
  (call) => {
    if (call.args[0]?.type === 'datetime') {
      throw new UnsupportedError(
        'the conversion of a datetime to a number cannot be run',
        call.node,
      );
    }
    return by(convert)(call);
  };

export const CONVERSION_FUNCTIONS: FunctionTable = {
  tostring: by(toText),
  toint: toNumeric(toInt),
  tolong: toNumeric(toLong),
  todouble: toNumeric(toNumber),
  toreal: toNumeric(toNumber),
  todecimal: toNumeric(toNumber),
  tobool: by(toBool),
  toboolean: by(toBool),
  todatetime: by(toDatetime),
  totimespan: by(toTimespan),
  toguid: ofTexts(([text = '']) =>
    /^\{?[0-9a-f-]{32,36}\}?$/i.test(text) ? text.toLowerCase() : null,
  ),
  todynamic: by((value, type) =>
    typeof value === 'string' && type !== 'guid' ? parseJson(value) : toDynamic(value, type),
  ),
  toobject: by((value) => (typeof value === 'string' ? parseJson(value) : value)),
  parse_json: by((value, type) =>
    type === 'string' ? parseJson(String(value)) : toDynamic(value, type),
  ),
};
