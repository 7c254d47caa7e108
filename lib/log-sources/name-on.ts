const MARK = /\{product\} ?/;

/** What a category is called on a product: `file events on Linux`, or where `{product}` marks it. */
export function nameOn(name: string, product: string): string {
  if (product === '') return name.replace(MARK, '');
  return MARK.test(name) ? name.replace('{product}', () => product) : `${name} on ${product}`;
}
