/** Clients of one window that are told apart. */
const MAX_CLIENTS = 50_000;

/**
 * A function that counts what each client does in windows of time. It says how much more the client may do, below 0 for
 * too much, and how many seconds are left until it may do all again.
 * @param {{ limit: number, seconds: number }} options
 * @returns {(client: string, time: number, weight?: number) => { left: number, seconds: number }} `time` in milliseconds
 */
export function windowCounter({ limit, seconds }) {
  const counts = new Map();
  let windowEnd = Number.NEGATIVE_INFINITY;
  return (client, time, weight = 1) => {
    if (time >= windowEnd) {
      counts.clear();
      windowEnd = time + seconds * 1000;
    }
    const key = counts.has(client) || counts.size < MAX_CLIENTS ? client : '';
    const used = (counts.get(key) ?? 0) + weight;
    counts.set(key, Math.min(used, limit + 1));
    return { left: limit - used, seconds: Math.ceil((windowEnd - time) / 1000) };
  };
}
