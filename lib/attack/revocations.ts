export type Revocations = ReadonlyMap<
  string,
  { readonly name: string | null; readonly successor: string | null }
>;

/**
 * Each revoked id with the live id at the end of its chain. A chain that runs in a circle, or ends at
 * an id that is neither live nor revoked, has no successor.
 */
export function resolveRevocations(
  revoked: Revocations,
  isLive: (id: string) => boolean,
): Map<string, { name: string | null; successor: string | null }> {
  const resolved = new Map<string, { name: string | null; successor: string | null }>();
  for (const [id, { name }] of revoked) {
    if (isLive(id)) continue;
    resolved.set(id, { name, successor: liveEnd(id, revoked, isLive) });
  }
  return resolved;
}

function liveEnd(
  start: string,
  revoked: Revocations,
  isLive: (id: string) => boolean,
): string | null {
  const seen = new Set([start]);
  for (let id = revoked.get(start)?.successor ?? null; id !== null; ) {
    if (isLive(id)) return id;
    if (seen.has(id)) return null;
    seen.add(id);
    id = revoked.get(id)?.successor ?? null;
  }
  return null;
}
