/** One character in the middle replaced, by one of the same sort. */
export function withAnotherLetter(text: string): string {
  const at = Math.floor(text.length / 2);
  const char = text[at] ?? '';
  const other = /\d/.test(char) ? '5' : 'z';
  return text.slice(0, at) + (char.toLowerCase() === other ? 'q' : other) + text.slice(at + 1);
}

export function replaceInsensitive(text: string, part: string, by: string): string {
  const lower = text.toLowerCase();
  const wanted = part.toLowerCase();
  // Characters whose lower case has another length: leave the offsets alone.
  if (lower.length !== text.length || wanted === '') return by;
  let result = '';
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    result += text.slice(from, at) + by;
    from = at + wanted.length;
  }
  return result + text.slice(from);
}
