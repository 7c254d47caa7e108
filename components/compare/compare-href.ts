/** In place of an id: the rule is pasted into the page. */
export const PASTED = 'pasted';

/** The address that compares a rule of the catalog with another one, or with a pasted one. */
export function compareHref(a: string, b: string): string {
  return `/compare?${new URLSearchParams({ a, b })}`;
}
