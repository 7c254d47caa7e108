/**
 * What the record itself has under a key; undefined for a name that every object inherits, such as
 * `constructor` or `toString`. For keys and records that come from rules, events and requests.
 */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets a key of a record, also `__proto__`, which an assignment would take for the prototype. */
export function setOwnValue<T>(record: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') record[key] = value;
  else
    Object.defineProperty(record, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}
