import type { TranslateRequest } from './types';

export type RequestSize = 'small' | 'large';

const MAX_RULE = 8 * 1024;
const MAX_EVENTS = 32 * 1024;
const MAX_WILDCARDS = 200;
const MAX_DOCUMENTS = 10;

/**
 * `small` for what a person usually pastes, which takes milliseconds. The rest may take seconds and waits
 * in a lane of its own: long texts, many documents, and patterns or aliases by the hundred.
 */
export function requestSize({ rule, events }: TranslateRequest): RequestSize {
  const small =
    rule.length <= MAX_RULE &&
    events.length <= MAX_EVENTS &&
    count(rule, /[*?]/g) <= MAX_WILDCARDS &&
    count(rule, /^---/gm) <= MAX_DOCUMENTS;
  return small ? 'small' : 'large';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
