/** `2026-08-05 09:30 UTC`. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * The day of a time with the exact time as its tooltip; `exact` prints the exact time. Not how long ago it was: a page
 * is made once and read for days.
 */
export function Time({ at, exact = false }: { at: Date; exact?: boolean }) {
  const whole = formatTime(at);
  return (
    <time dateTime={at.toISOString()} title={exact ? undefined : whole}>
      {exact ? whole : whole.slice(0, 10)}
    </time>
  );
}
