import { fillValueLists, findValueLists, readValueLines } from '@/lib/translate/value-lists';
import { storedText, storeText } from './stored-text';

/*
 * Your values for placeholders, as typed, one per line. They stay in this browser: one entry per placeholder,
 * which every query that needs it takes in.
 */

function keyOf(placeholder: string): string {
  return `values of %${placeholder}%`;
}

/** The text that you typed for a placeholder; empty if none. */
export function ownText(placeholder: string): string {
  return storedText(keyOf(placeholder));
}

/** Keeps the text and shows it in every query on the page. */
export function keepOwnText(placeholder: string, text: string): void {
  storeText(keyOf(placeholder), text);
}

/** A query with the values that you typed in place of its examples. */
export function withOwnValues(kql: string): string {
  const lists = findValueLists(kql);
  if (lists.length === 0) return kql;
  const values = lists.map(
    ({ placeholder }) => [placeholder, readValueLines(ownText(placeholder))] as const,
  );
  return fillValueLists(kql, new Map(values));
}
