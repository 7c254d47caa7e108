/** Remembers clients whose requests ran too long. */
export interface SlowClients {
  add(client: string): void;
  has(client: string): boolean;
}

const MAX_REMEMBERED = 1_000;

/** Remembers each client for `milliseconds`, and the latest thousand. */
export function createSlowClients(milliseconds: number): SlowClients {
  const until = new Map<string, number>();
  return {
    add(client) {
      until.delete(client);
      if (until.size >= MAX_REMEMBERED) until.delete(until.keys().next().value ?? '');
      until.set(client, performance.now() + milliseconds);
    },
    has: (client) => (until.get(client) ?? 0) > performance.now(),
  };
}
