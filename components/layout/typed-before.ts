/** A text with one more key pressed, which has no other effect. Keys that write nothing leave it as it is. */
export function typedBefore(text: string, event: KeyboardEvent): string {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return text;
  if (key !== 'Backspace' && [...key].length !== 1) return text;
  event.preventDefault();
  return key === 'Backspace' ? text.slice(0, -1) : text + key;
}
