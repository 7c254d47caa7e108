const NARROW = /[fijlrtI.,:;'’()|[\]\- ]/;
const WIDE = /[mwMWQOGD@%—…]/;
const CAPITAL = /[A-Z0-9]/;

/** About how wide a text in Source Sans is, in pixels at this size; a little more than it takes. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const char of text) {
    ems += NARROW.test(char) ? 0.3 : WIDE.test(char) ? 0.82 : CAPITAL.test(char) ? 0.59 : 0.52;
  }
  return ems * size;
}

/** A text in lines that fit a width. What does not fit the last of `most` lines is cut, with an ellipsis. */
export function wrapText(
  text: string,
  { width, size, most }: { width: number; size: number; most: number },
): string[] {
  const lines: string[] = [];
  let rest = text.split(' ');
  while (rest.length > 0 && lines.length < most) {
    let taken = 1;
    while (taken < rest.length && textWidth(rest.slice(0, taken + 1).join(' '), size) <= width) {
      taken++;
    }
    const isLast = lines.length === most - 1;
    lines.push(cutText(isLast ? rest.join(' ') : rest.slice(0, taken).join(' '), width, size));
    rest = rest.slice(taken);
  }
  return lines;
}

/** A text that fits a width, cut with an ellipsis if it is longer. */
export function cutText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const chars = [...text];
  while (chars.length > 1 && textWidth(`${chars.join('')}…`, size) > width) chars.pop();
  return `${chars.join('').trimEnd()}…`;
}
