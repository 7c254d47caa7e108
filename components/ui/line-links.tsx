/**
 * The number of a line as a link to it. There is one link for all lines of a block of code: `linkLines` has it go to the
 * line that is pointed at, or with the arrow keys from line to line. Inside the block whose lines have the ids
 * `name-1`, `name-2`, …
 */
export function LineLinks({ name }: { name: string }) {
  return (
    <a href={`#${name}-1`} className="line-link" aria-label="Link to line 1">
      1
    </a>
  );
}
