const format = new Intl.NumberFormat('en-US');

/** `3,780` */
export function formatCount(count: number): string {
  return format.format(count);
}

/** `1 rule`, `3,780 rules` */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${format.format(count)} ${count === 1 ? noun : plural}`;
}
