import type { LookUp } from '@/lib/look-up';

/** A value of a look-up that is not known before there is a match. */
export interface Blank {
  /** Stands for the value in the detection, so that it can be found again in the query. */
  readonly token: string;
  /** The field of the match that has it; null if a person fills it in. */
  readonly field: string | null;
  /** Of a path the last part, of an account what follows its domain; of a URL the host. Null: the whole value. */
  readonly part: 'name' | 'host' | null;
  /** As written, without the angle brackets. */
  readonly words: string;
}

const BLANK = /^<([^<>]+)>$/;
const FIELD = /^([^\s:]+)(?::(name|host))?$/;

type Where = NonNullable<LookUp['where']>;

type Selections = Readonly<Record<string, Where>>;

/** Selections with a token in the place of each blank, and the blanks, each once. */
export function takeBlanks(selections: Selections): {
  parts: Selections;
  blanks: readonly Blank[];
} {
  const blanks = new Map<string, Blank>();
  const tokenOf = (words: string): string => {
    const known = blanks.get(words);
    if (known) return known.token;
    const [, field = null, part] = FIELD.exec(words) ?? [];
    const token = `blank${blanks.size}value`;
    blanks.set(words, { token, field, part: (part as Blank['part'] | undefined) ?? null, words });
    return token;
  };
  const take = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const words = BLANK.exec(value)?.[1];
      return words === undefined ? value : tokenOf(words);
    }
    if (Array.isArray(value)) return value.map(take);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, take(one)]));
    }
    return value;
  };
  return { parts: take(selections) as Selections, blanks: [...blanks.values()] };
}
