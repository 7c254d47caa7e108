/** A timespan of .NET, `00:00:01.5` or `1.02:03:04`, in milliseconds; null for another text. */
export function milliseconds(text: string | undefined): number | null {
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (!match) return null;
  const [, days = '0', hours, minutes, seconds] = match;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round(total * 1000);
}
