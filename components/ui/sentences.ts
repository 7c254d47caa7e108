/** A message as a sentence, followed by its hint if there is one. */
export function sentences(message: string, hint: string | null | undefined): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return hint ? `${sentence} ${hint}` : sentence;
}
