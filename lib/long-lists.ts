// A call has room for about 100,000 arguments. Rules, events and catalogs make longer lists, so that
// `list.push(...items)` and `Math.max(...items)` can overflow the stack.

/** Adds the items to the end of the list. */
export function addAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** The largest of the numbers and `atLeast`. */
export function largest(numbers: Iterable<number>, atLeast: number): number {
  let found = atLeast;
  for (const number of numbers) if (number > found) found = number;
  return found;
}
