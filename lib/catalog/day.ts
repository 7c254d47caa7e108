/** The start of a day as rules write it, `2026-08-05` or `2026/08/05`; null if the text begins otherwise. */
export function parseDay(text: string | null): Date | null {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(text ?? '');
  if (!match) return null;
  return new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
}
