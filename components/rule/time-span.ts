const UNITS = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Minutes in words: `1 hour`, `1 hour 5 minutes`, `14 days`. */
export function spanOf(minutes: number): string {
  const parts: string[] = [];
  let rest = minutes;
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ') || '0 minutes';
}
