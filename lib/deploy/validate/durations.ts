const ISO = /^P(?=.)(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;
const SHORT = /^(\d{1,6})([mhd])$/;
const TIME_SPAN = /^(?:(\d{1,4})\.)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Minutes of an ISO 8601 duration of days, hours, minutes and seconds; null for another text. */
export function isoMinutes(text: string): number | null {
  const found = ISO.exec(text);
  return found ? minutesOf(found.slice(1)) : null;
}

/** Minutes as Azure-Sentinel writes them: `1h`, or .NET's `0.01:00:00`; null for another text. */
export function templateMinutes(text: string): number | null {
  const short = SHORT.exec(text);
  if (short) return Number(short[1]) * (short[2] === 'd' ? 1440 : short[2] === 'h' ? 60 : 1);
  const span = TIME_SPAN.exec(text);
  return span ? minutesOf(span.slice(1)) : null;
}

function minutesOf([days, hours, minutes, seconds]: readonly (string | undefined)[]): number {
  const number = (part: string | undefined) => Number(part ?? 0);
  return number(days) * 1440 + number(hours) * 60 + number(minutes) + number(seconds) / 60;
}
