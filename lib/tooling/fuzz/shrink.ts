/**
 * A smaller text with the same problem: removes lines, then runs of characters, as long as `stillFails`.
 * Gives up after `tries` attempts, with the smallest text found.
 */
export async function shrink(
  text: string,
  stillFails: (text: string) => Promise<boolean>,
  tries = 150,
): Promise<string> {
  let smallest = text;
  let left = tries;
  for (const split of [/(?<=\n)/, /(?<=[\s,|])/, '']) {
    let parts = smallest.split(split);
    for (
      let size = Math.ceil(parts.length / 2);
      size >= 1 && left > 0;
      size = Math.floor(size / 2)
    ) {
      for (let at = 0; at < parts.length && left > 0; ) {
        const without = [...parts.slice(0, at), ...parts.slice(at + size)];
        left--;
        if (without.length > 0 && (await stillFails(without.join('')))) parts = without;
        else at += size;
      }
    }
    smallest = parts.join('');
  }
  return smallest;
}
