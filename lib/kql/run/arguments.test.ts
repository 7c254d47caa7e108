import { describe, expect, it } from 'vitest';
import { microsoft } from '../microsoft';
import type { Compiled, Environment } from './environment';
import { FUNCTIONS } from './functions/compile-function';
import { AGGREGATES } from './operators/aggregates';
import { type Node, UnsupportedError } from './syntax';
import type { Value, ValueType } from './values';

/** A signature as the number of arguments that each of its forms takes. */
function lengthsOf(symbol: MicrosoftSymbol): number[] {
  const lengths = listed(symbol.Signatures).flatMap((signature) => {
    const parameters = listed(signature.Parameters);
    const least = parameters.reduce((sum, { MinOccurring }) => sum + MinOccurring, 0);
    const optional = parameters.filter(({ MinOccurring }) => MinOccurring === 0).length;
    // `bag_pack(key, value, …)` repeats two parameters together.
    const repeated = parameters.filter(({ MaxOccurring }) => MaxOccurring > 1).length;
    const short = Array.from({ length: optional + 1 }, (_, extra) => least + extra);
    return repeated === 0 ? short : [...short, least + repeated, least + 2 * repeated];
  });
  return [...new Set(lengths)].filter((length) => length > 0);
}

interface MicrosoftSymbol {
  readonly Name: string;
  readonly Signatures: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations are 1.7 MB of globals
function listed(list: unknown): any[] {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return (globalThis as any).System.Linq.Enumerable.from(list).ToArray();
}

function symbols(kind: 'Functions' | 'Aggregates'): ReadonlyMap<string, MicrosoftSymbol> {
  microsoft();
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const state = (globalThis as any).Kusto.Language.GlobalState.Default;
  return new Map(listed(state[kind]).map((symbol: MicrosoftSymbol) => [symbol.Name, symbol]));
}

/** Values that lead an implementation through its branches. */
const INPUTS: readonly (readonly [type: ValueType, value: Value])[] = [
  ['bool', true],
  ['bool', false],
  ['long', 2],
  ['long', null],
  ['string', '10.0.0.1'],
  ['string', 'regex'],
  ['string', 'windows'],
  ['string', ''],
  ['dynamic', [1, 'a', null]],
  ['dynamic', { a: 1 }],
];

/** Arguments that note which of them are read. `map` reads none, but the values that it returns do. */
function watched<Item>(
  items: readonly Item[],
  read: Set<number>,
  isMapped = false,
): readonly Item[] {
  return new Proxy(items, {
    get(target, key) {
      if (key === 'map' && !isMapped) {
        return (change: (item: Item, at: number) => unknown) => {
          const changed = target.map((item, at) => change(item, at));
          const areTypes = changed.every((item, at) => item === (target[at] as Compiled).type);
          return areTypes ? changed : watched(changed, read, true);
        };
      }
      if (typeof key === 'string' && /^\d+$/.test(key)) read.add(Number(key));
      return Reflect.get(target, key);
    },
  });
}

const NODE = { TextStart: 0, End: 0 } as unknown as Node;
const ENVIRONMENT = {
  state: { now: 0, generation: 0, source: () => [] },
  columns: [],
  bindings: new Map(),
} as unknown as Environment;

/** The arguments that no run reads, or `refused` if the interpreter takes no such call. */
function unread(name: string, length: number): readonly number[] | 'refused' {
  const read = new Set<number>();
  let isRefused = true;
  for (const [type, value] of INPUTS) {
    for (let other = 0; other < INPUTS.length * length; other++) {
      const [otherType, otherValue] = INPUTS[other % INPUTS.length] ?? ['null', null];
      const place = Math.floor(other / INPUTS.length);
      const args = Array.from({ length }, (_, at): Compiled => {
        const given = at === place ? otherValue : value;
        return {
          type: at === place ? otherType : type,
          get: () => given,
          constant: { value: given },
        };
      });
      try {
        const call = { args: watched(args, read), type, node: NODE, environment: ENVIRONMENT };
        const get = FUNCTIONS.get(name)?.(call);
        isRefused = false;
        get?.({}, 0, [{}]);
        get?.({}, 1, [{}, {}]);
      } catch (error) {
        // Inputs of the wrong type make some implementations fail, which the binder prevents.
        if (error instanceof UnsupportedError) continue;
      }
    }
  }
  return isRefused
    ? 'refused'
    : Array.from({ length }, (_, at) => at).filter((at) => !read.has(at));
}

function unreadByAggregate(name: string, length: number): readonly number[] | 'refused' {
  const read = new Set<number>();
  let isRefused = true;
  for (const [type, value] of INPUTS) {
    const args = Array.from({ length }, (_, at): Compiled => {
      const note = () => {
        read.add(at);
        return value;
      };
      return {
        type,
        get: note,
        get constant() {
          return { value: note() };
        },
      };
    });
    try {
      const run = AGGREGATES.get(name)?.({ args, others: null, type, node: NODE });
      isRefused = false;
      run?.([{}, {}]);
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error;
    }
  }
  return isRefused
    ? 'refused'
    : Array.from({ length }, (_, at) => at).filter((at) => !read.has(at));
}

function calls(kind: 'Functions' | 'Aggregates', supported: Iterable<string>) {
  const known = symbols(kind);
  return [...supported].map((name) => {
    const symbol = known.get(name);
    return { name, lengths: symbol ? lengthsOf(symbol) : [] };
  });
}

// Microsoft's language service has the signatures. An argument that is read may still be misread, which
// is what the documented examples of run-query.test.ts are for.
describe('every argument of a signature is read, or the call is refused', () => {
  it.each(calls('Functions', FUNCTIONS.keys()))('$name()', ({ name, lengths }) => {
    for (const length of lengths) {
      const found = unread(name, length);
      expect({ length, found }).toEqual({ length, found: found === 'refused' ? found : [] });
    }
  });

  it.each(calls('Aggregates', AGGREGATES.keys()))('$name(), an aggregate', ({ name, lengths }) => {
    for (const length of lengths) {
      const found = unreadByAggregate(name, length);
      expect({ length, found }).toEqual({ length, found: found === 'refused' ? found : [] });
    }
  });

  it('finds an argument too many, and a signature for everything supported', () => {
    const functions = calls('Functions', FUNCTIONS.keys());
    const aggregates = calls('Aggregates', AGGREGATES.keys());
    const without = [...functions, ...aggregates].filter(({ lengths }) => lengths.length === 0);
    expect(without.map(({ name }) => name)).toEqual([]);
    expect(unread('array_length', 2)).toEqual([1]);
    expect(unreadByAggregate('sum', 2)).toEqual([1]);
  });
});
