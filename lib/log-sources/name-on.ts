const MARK = /\{product\} ?/;

/** The name of a category on a product: `file events on Linux`, or with `{product}` filled in. */
export function nameOn(name: string, product: string): string {
  if (product === '') return name.replace(MARK, '');
  return MARK.test(name) ? name.replace('{product}', () => product) : `${name} on ${product}`;
}
