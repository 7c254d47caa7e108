import type { LookUp } from '@/lib/look-up';

/** A value of a look-up that is not known before there is a match. */
export interface Blank {
  /** Stands for the value in the detection, so that it can be found again in the query. */
  readonly token: string;
  /** The field of the match that has it; null if a person fills it in. */
  readonly field: string | null;
  /**
   * Of a path the last part, `end` with the separator before it; of an account what follows its domain; of a URL the
   * host. Null: the whole value.
   */
  readonly part: 'name' | 'end' | 'host' | null;
  /** As written, without the angle brackets. */
  readonly words: string;
}

/** A field without modifiers that some tables have as a number, others as a text. */
const NUMBER = /(?:ProcessId|Port)$/;
/** Stands for a number; with the place of the blank as its end, no number of an event. */
const NUMBERS = 8_070_605_040_300;

const BLANK = /^<([^<>]+)>$/;
const FIELD = /^([^\s:]+)(?::(name|host))?$/;

/** A name at the end of a path is whole only with its separator; an account may stand without its domain. */
const isEnd = (key: string) => key.endsWith('|endswith') && !/user|account/i.test(key);

type Where = NonNullable<LookUp['where']>;

type Selections = Readonly<Record<string, Where>>;

/** Selections with a token in the place of each blank, and the blanks, each once. */
export function takeBlanks(selections: Selections): {
  parts: Selections;
  blanks: readonly Blank[];
} {
  const blanks = new Map<string, Blank>();
  const tokenOf = (words: string, key: string): string | number => {
    const [, field = null, named] = FIELD.exec(words) ?? [];
    const part = named === 'name' && isEnd(key) ? 'end' : ((named as Blank['part']) ?? null);
    const isNumber = NUMBER.test(key);
    const name = `${isNumber ? 'number' : part} ${words}`;
    const made = isNumber ? `${NUMBERS + blanks.size}` : `blank${blanks.size}value`;
    const { token } = blanks.get(name) ?? { token: made };
    blanks.set(name, { token, field, part, words });
    return isNumber ? Number(token) : token;
  };
  const take = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const words = BLANK.exec(value)?.[1];
      return words === undefined ? value : tokenOf(words, key);
    }
    if (Array.isArray(value)) return value.map((one) => take(one, key));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, take(one, name)]),
      );
    }
    return value;
  };
  return { parts: take(selections, '') as Selections, blanks: [...blanks.values()] };
}
