import { fold } from './fold';
import type { SigmaEvent } from './types';

/** One field of one event, in the forms that tests need, each computed once. */
export class FieldView {
  /** The field is there, whatever its value. */
  readonly present: boolean;
  /** Without nulls. A list contributes each of its elements, and any of them may match. */
  readonly values: readonly unknown[];
  /** Absent, null, an empty list, or a list with a null in it. */
  readonly hasNull: boolean;
  private ownTexts: readonly string[] | null = null;
  private ownFolded: readonly string[] | null = null;

  constructor(present: boolean, value: unknown) {
    this.present = present;
    const all = Array.isArray(value) ? value.flat(8) : [value];
    this.values = all.filter((one) => one !== null && one !== undefined);
    this.hasNull = this.values.length < all.length || all.length === 0;
  }

  get texts(): readonly string[] {
    this.ownTexts ??= this.values.map((value) =>
      typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    );
    return this.ownTexts;
  }

  get folded(): readonly string[] {
    this.ownFolded ??= this.texts.map(fold);
    return this.ownFolded;
  }
}

/** Gives each field name a number, so that events keep their views in an array. */
export class FieldTable {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(field: string): number {
    const known = this.numbers.get(field);
    if (known !== undefined) return known;
    this.numbers.set(field, this.names.length);
    return this.names.push(field) - 1;
  }
}

export class EventView {
  readonly event: SigmaEvent;
  private readonly table: FieldTable;
  private readonly views: (FieldView | undefined)[] = [];
  private ownText: FieldView | null = null;

  constructor(event: SigmaEvent, table: FieldTable) {
    this.event = event;
    this.table = table;
  }

  field(number: number): FieldView {
    const known = this.views[number];
    if (known) return known;
    const name = this.table.names[number] ?? '';
    const { fields } = this.event;
    const present = Object.hasOwn(fields, name);
    const view = present ? new FieldView(true, fields[name]) : nestedView(fields, name);
    this.views[number] = view;
    return view;
  }

  /** The whole event, for keywords. */
  get text(): FieldView {
    this.ownText ??= new FieldView(true, this.event.text);
    return this.ownText;
  }
}

/** If no field is called `a.b`, reads `b` of the object `a`, as in JSON logs. */
function nestedView(fields: Readonly<Record<string, unknown>>, name: string): FieldView {
  let value: unknown = fields;
  for (const step of name.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) {
      return ABSENT;
    }
    value = (value as Record<string, unknown>)[step];
  }
  return new FieldView(true, value);
}

const ABSENT = new FieldView(false, null);
