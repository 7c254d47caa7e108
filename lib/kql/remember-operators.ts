// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
type Any = any;

/**
 * Resolving `a contains "b"` tries every signature of the operator each time, which takes two fifths of
 * a binding. For operands of plain types the answer depends on the types alone, so this keeps it, unless
 * it is an error, which has a position. Measured over SigmaHQ's rules: 6.2 ms a query against 5.0 ms.
 */
export function rememberOperators(language: Any, system: Any): void {
  const { Binder } = language.Binding;
  const { ScalarTypes } = language.Symbols;
  const resolve = Binder?.prototype?.GetBinaryOperatorInfo;
  if (typeof resolve !== 'function' || typeof Binder.GetIsConstant !== 'function') return;
  const plain = new Map<unknown, number>(
    ['String', 'Int', 'Long', 'Real', 'Bool', 'DateTime', 'TimeSpan', 'Guid'].map((name, at) => [
      ScalarTypes[name],
      at,
    ]),
  );
  const known = new Map<number, unknown>();
  Binder.prototype.GetBinaryOperatorInfo = function (
    kind: number,
    left: unknown,
    leftType: unknown,
    right: unknown,
    rightType: unknown,
    location: unknown,
  ): unknown {
    const a = plain.get(leftType);
    const b = plain.get(rightType);
    if (a === undefined || b === undefined) {
      return resolve.call(this, kind, left, leftType, right, rightType, location);
    }
    const constants = (Binder.GetIsConstant(left) ? 2 : 0) + (Binder.GetIsConstant(right) ? 1 : 0);
    const key = ((kind * 8 + a) * 8 + b) * 4 + constants;
    const before = known.get(key);
    if (before !== undefined) return before;
    const info = resolve.call(this, kind, left, leftType, right, rightType, location);
    const { Diagnostics } = info;
    if (!Diagnostics || system.Array.getCount(Diagnostics, language.Diagnostic) === 0) {
      known.set(key, info);
    }
    return info;
  };
}
