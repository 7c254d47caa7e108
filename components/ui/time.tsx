const STEPS: readonly (readonly [limit: number, seconds: number, unit: string])[] = [
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 30, 86_400, 'day'],
  [86_400 * 365, 86_400 * 30, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365, 'year'],
];

/** `3 days ago`, `in 2 hours`, `just now`. */
export function relativeTime(time: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - time.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 60) return 'just now';
  for (const [limit, size, unit] of STEPS) {
    if (distance >= limit) continue;
    const count = Math.floor(distance / size);
    const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
    return seconds >= 0 ? `${words} ago` : `in ${words}`;
  }
  return '';
}

export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A time in relative words with the exact time as its tooltip; `exact` prints the exact time. */
export function Time({ at, now, exact = false }: { at: Date; now: Date; exact?: boolean }) {
  return (
    <time dateTime={at.toISOString()} title={formatTime(at)}>
      {exact ? formatTime(at) : relativeTime(at, now)}
    </time>
  );
}
