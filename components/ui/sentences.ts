/** A message and what to do about it, as two sentences. */
export function sentences(message: string, hint: string | null | undefined): string {
  if (!hint) return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`;
}
