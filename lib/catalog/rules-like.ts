import { findRules } from './feed';
import { NO_FILTER } from './feed-filter';
import { getRuleIndex } from './get-rule-index';

/** A rule that a search may have meant. */
export interface NamedRule {
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
}

const MAX = 20;

/** The rules that a search finds, the best first; the one rule whose id the text has, as an address does. */
export async function rulesLike(text: string): Promise<readonly NamedRule[]> {
  const { byId } = await getRuleIndex();
  const id = decodedPath(text).split('/').at(-1) ?? '';
  const named = byId.get(id) ?? byId.get(id.toLowerCase());
  if (named) return [named];
  const { rules } = await findRules({ ...NO_FILTER, q: text });
  return rules.slice(0, MAX);
}

function decodedPath(text: string): string {
  const path = text.trim().replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
