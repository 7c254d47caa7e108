/** A log source as rules name it: `windows / process_creation`. */
export function logSourceName({
  product,
  category,
  service,
}: {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}): string {
  return [product, category, service].filter((part) => part !== null).join(' / ');
}
