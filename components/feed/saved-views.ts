import { storedText, storeText } from '@/components/ui/stored-text';

/*
 * Views of the feed that a person has named, in this browser: a name and an address, in the order of saving.
 */

export interface SavedView {
  readonly name: string;
  /** `/?level=high`. */
  readonly href: string;
}

const KEY = 'saved views';
const MAX_NAME = 80;
const NONE: readonly SavedView[] = [];

let last: { readonly text: string; readonly views: readonly SavedView[] } = {
  text: '',
  views: NONE,
};

/** The views, each name once. */
export function savedViews(): readonly SavedView[] {
  const text = storedText(KEY);
  if (text !== last.text) last = { text, views: parse(text) };
  return last.views;
}

function parse(text: string): readonly SavedView[] {
  if (text === '') return NONE;
  try {
    const stored: unknown = JSON.parse(text);
    return Array.isArray(stored) ? stored.filter(isView) : NONE;
  } catch (error) {
    console.warn('the saved views cannot be read', error);
    return NONE;
  }
}

/** Only addresses of the feed, whatever else the browser holds. */
function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, href } = value as Partial<SavedView>;
  return typeof name === 'string' && typeof href === 'string' && /^\/(\?|$)/.test(href);
}

function keep(views: readonly SavedView[]): void {
  storeText(KEY, views.length === 0 ? '' : JSON.stringify(views));
}

/** Saves an address under a name, in place of the view that has the name. Nothing without a name. */
export function saveView(name: string, href: string): void {
  const view = { name: nameOf(name), href };
  if (view.name === '') return;
  const views = savedViews();
  const isKnown = views.some((other) => other.name === view.name);
  keep(
    isKnown ? views.map((other) => (other.name === view.name ? view : other)) : [...views, view],
  );
}

/** Gives a view another name, in its place; a view that had the name before goes. */
export function renameView(from: string, to: string): void {
  const name = nameOf(to);
  if (name === '' || name === from) return;
  const others = savedViews().filter((view) => view.name !== name);
  keep(others.map((view) => (view.name === from ? { ...view, name } : view)));
}

/** Forgets a view. */
export function removeView(name: string): void {
  keep(savedViews().filter((view) => view.name !== name));
}

function nameOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, MAX_NAME);
}

/** The address of what the feed shows, without its page. */
export function viewAddress(search: string): string {
  const params = new URLSearchParams(search);
  params.delete('page');
  return params.size > 0 ? `/?${params}` : '/';
}
