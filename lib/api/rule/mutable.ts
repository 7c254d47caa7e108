/** A type without its `readonly`, as schemas infer types. */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** The same value, for an answer that is only written out. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}
