/** A function that computes its result once for an object, and keeps it as long as the object lives. */
export function onceFor<Key extends object, Result>(
  compute: (key: Key) => Result,
): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    let known = results.get(key);
    if (!known) {
      known = { result: compute(key) };
      results.set(key, known);
    }
    return known.result;
  };
}
