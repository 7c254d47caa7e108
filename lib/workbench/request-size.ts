import type { WorkbenchRequest } from './types';

export type RequestSize = 'small' | 'large';

const MAX_RULE = 8 * 1024;
const MAX_EVENTS = 32 * 1024;
const MAX_WILDCARDS = 200;
/** Wildcards times the characters of the events, which a match may have to look at. */
const MAX_MATCHING = 500_000;
const MAX_DOCUMENTS = 10;

/** A body of more bytes is never small: characters take up to six bytes as escapes in JSON. */
export const MAX_SMALL_BYTES = 6 * (MAX_RULE + MAX_EVENTS);

/**
 * `small` for what a person usually pastes, which takes milliseconds. The rest may take seconds and waits
 * in a lane of its own: long texts, many documents, patterns or aliases by the hundred, and proofs.
 */
export function requestSize(request: WorkbenchRequest): RequestSize {
  if ('query' in request) return 'large';
  if ('wanted' in request) return 'small';
  const { rule } = request;
  const events = 'events' in request ? request.events : '';
  if (rule.length > MAX_RULE || events.length > MAX_EVENTS) return 'large';
  const wildcards = count(rule, /[*?]/g);
  const small =
    wildcards <= MAX_WILDCARDS &&
    wildcards * events.length <= MAX_MATCHING &&
    count(rule, /^---/gm) <= MAX_DOCUMENTS;
  return small ? 'small' : 'large';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
