import type { z } from 'zod';
import { type Column, checked, type Drift } from './column';
import { type Bytes, type DictionaryKind, pack, unpack } from './pack';

/** Defines a column like `column`, whose JSON is packed with the dictionary of `kind`. */
export function packedColumn<Value>() {
  return <Schema extends z.ZodType<Value>>(
    name: string,
    kind: DictionaryKind,
    schema: Schema,
    ..._drift: Drift<Value, Schema>
  ): Column<Value, Bytes> => ({
    read: checked(name, (bytes: Bytes) => schema.parse(JSON.parse(unpack(bytes)))),
    write: (value) => pack(JSON.stringify(value), kind),
  });
}

/** Defines a column whose text is packed with the dictionary of `kind`. */
export function packedText(name: string, kind: DictionaryKind): Column<string, Bytes> {
  return { read: checked(name, unpack), write: (text) => pack(text, kind) };
}
