/** What waits, by client. Clients take turns; each client's own items keep their order. */
export interface FairQueue<Item> {
  readonly size: number;
  sizeOf(client: string): number;
  /** How many items would go before a new one of this client. */
  ahead(client: string): number;
  add(client: string, item: Item): void;
  /** Removes and returns the next item of the client whose turn it is. */
  take(): Item | undefined;
  /** Whether the item was waiting. */
  remove(client: string, item: Item): boolean;
  /** Removes and returns everything. */
  clear(): Item[];
}

/** An empty queue that is fair to its clients. */
export function createFairQueue<Item>(): FairQueue<Item> {
  // The order of the keys is the order of the turns.
  const waiting = new Map<string, Item[]>();
  const sizeOf = (client: string): number => waiting.get(client)?.length ?? 0;

  return {
    get size() {
      return [...waiting.values()].reduce((sum, items) => sum + items.length, 0);
    },
    sizeOf,
    ahead(client) {
      const own = sizeOf(client);
      const others = [...waiting].filter(([other]) => other !== client);
      return own + others.reduce((sum, [, items]) => sum + Math.min(items.length, own + 1), 0);
    },
    add(client, item) {
      const items = waiting.get(client);
      if (items) items.push(item);
      else waiting.set(client, [item]);
    },
    take() {
      for (const [client, [item, ...rest]] of waiting) {
        waiting.delete(client);
        if (rest.length > 0) waiting.set(client, rest);
        return item;
      }
      return undefined;
    },
    remove(client, item) {
      const items = waiting.get(client) ?? [];
      const rest = items.filter((other) => other !== item);
      if (rest.length === 0) waiting.delete(client);
      else waiting.set(client, rest);
      return rest.length < items.length;
    },
    clear() {
      const all = [...waiting.values()].flat();
      waiting.clear();
      return all;
    },
  };
}
