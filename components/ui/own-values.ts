import { useSyncExternalStore } from 'react';
import { fillValueLists, findValueLists, readValueLines } from '@/lib/translate/value-lists';

/*
 * Your values for placeholders, as typed, one per line. They stay in this browser: one entry per placeholder,
 * which every query that needs it takes in.
 */

const listeners = new Set<() => void>();
/** What was typed on this page, for browsers that store nothing. */
const typed = new Map<string, string>();

function keyOf(placeholder: string): string {
  return `values of %${placeholder}%`;
}

/** The text that you typed for a placeholder; empty if none. */
export function ownText(placeholder: string): string {
  const here = typed.get(placeholder);
  if (here !== undefined) return here;
  try {
    return localStorage.getItem(keyOf(placeholder)) ?? '';
  } catch (error) {
    console.warn('your values cannot be read', error);
    return '';
  }
}

/** Keeps the text and shows it in every query on the page. */
export function keepOwnText(placeholder: string, text: string): void {
  typed.set(placeholder, text);
  try {
    if (text === '') localStorage.removeItem(keyOf(placeholder));
    else localStorage.setItem(keyOf(placeholder), text);
  } catch (error) {
    console.warn('your values are kept until you leave the page', error);
  }
  for (const listener of listeners) listener();
}

/** The text that you typed for a placeholder, as it changes; empty on the server. */
export function useOwnText(placeholder: string): string {
  return useSyncExternalStore(
    subscribe,
    () => ownText(placeholder),
    () => '',
  );
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

function subscribe(listener: () => void): () => void {
  const onStorage = (): void => {
    // Another tab has newer values.
    typed.clear();
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}
