import { textGetter } from '../comparison/strings';
import type { Compiled, Environment, Getter } from '../environment';
import type { Node } from '../syntax';
import type { Value, ValueType } from '../values';

/** What an implementation receives: its compiled arguments, and its position in the query. */
export interface Call {
  readonly args: readonly Compiled[];
  readonly type: ValueType;
  readonly node: Node;
  readonly environment: Environment;
}

export type FunctionCompiler = (call: Call) => Getter;
export type FunctionTable = Readonly<Record<string, FunctionCompiler>>;

/** A function of values: all its arguments are evaluated. */
export function plain(
  apply: (values: readonly Value[], types: readonly ValueType[]) => Value,
): FunctionCompiler {
  return ({ args }) => {
    const types = args.map(({ type }) => type);
    return (row, at, rows) =>
      apply(
        args.map((arg) => arg.get(row, at, rows)),
        types,
      );
  };
}

/** A function of texts: reads every argument as `tostring()` does. */
export function ofTexts(apply: (texts: readonly string[]) => Value): FunctionCompiler {
  return ({ args }) => {
    const texts = args.map(textGetter);
    return (row, at, rows) => apply(texts.map((text) => text(row, at, rows)));
  };
}
