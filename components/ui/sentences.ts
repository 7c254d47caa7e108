/** A message, followed by its hint if there is one. */
export function sentences(message: string, hint: string | null | undefined): string {
  if (!hint) return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`;
}
