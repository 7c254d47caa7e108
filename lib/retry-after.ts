const LONGEST_WAIT = 24 * 60 * 60_000;

/**
 * How long a server asks to wait, in milliseconds and at most a day, from `Retry-After` in seconds or as a date; `exact`
 * is another header's time in milliseconds, which comes first. Null if it names none.
 */
export function retryAfter(
  header: string | null | undefined,
  exact?: string | undefined,
): number | null {
  const text = header?.trim() ?? '';
  const seconds = text === '' ? Number.NaN : Number(text);
  const until = Date.parse(text) - Date.now();
  const wait = [Number(exact ?? Number.NaN), seconds * 1000, until].find((each) =>
    Number.isFinite(each),
  );
  return wait === undefined ? null : Math.min(Math.max(wait, 0), LONGEST_WAIT);
}
