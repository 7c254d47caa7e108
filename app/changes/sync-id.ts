/** The number of a sync in an address; null if it is none. */
export function syncIdOf(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
