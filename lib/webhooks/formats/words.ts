import {
  DIGEST_EVENTS,
  type Digest,
  type DigestEvent,
  type DigestItem,
} from '@/lib/catalog/stored/webhook-digest';
import { plainLine } from '@/lib/text/plain-text';

/** The rules that a message to people names. The rest is behind its link. */
export const NAMED = 10;

const EVENT_WORD: Readonly<Record<DigestEvent, string>> = {
  new: 'new',
  wider: 'wider',
  changed: 'changed',
  narrower: 'narrower',
  removed: 'gone',
  'text-only': 'reworded',
};

/** `12 rules: 3 new, 9 wider`. */
export function headline({ counts, total }: Digest): string {
  const each = DIGEST_EVENTS.filter((event) => (counts[event] ?? 0) > 0).map(
    (event) => `${counts[event]} ${EVENT_WORD[event]}`,
  );
  return `${total} ${total === 1 ? 'rule' : 'rules'}: ${each.join(', ')}`;
}

/** A rule in a line: `new · critical · T1003.001`, with its note and its author. */
export function details({ event, level, techniques, note, author, licence }: DigestItem): string {
  const facts = [EVENT_WORD[event], level, ...techniques.slice(0, 4)];
  const credit = `by ${plainLine(author ?? 'an unnamed author', 'word')}, ${plainLine(licence.name, 'word')}`;
  return [...facts.filter((fact) => fact !== null), note, credit]
    .filter((part) => part !== null)
    .join(' · ');
}

export function pageOf(origin: string, id: string): string {
  return `${origin}/rules/${encodeURIComponent(id)}`;
}
