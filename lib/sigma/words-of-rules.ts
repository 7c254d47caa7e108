import { BASE_FIELDS, KIND_FIELDS, RELATED_TYPES } from './metadata';
import { MODIFIERS } from './modifiers/value-reader';
import { CORRELATION_FIELDS, CORRELATION_TYPES } from './read-correlation';
import { LEVELS, STATUSES } from './types';

/** The words that Sigma itself gives a meaning, by where they stand in a rule. */
export interface WordsOfRules {
  /** Keys of a rule. */
  readonly keys: readonly string[];
  readonly levels: readonly string[];
  readonly statuses: readonly string[];
  readonly modifiers: readonly string[];
  readonly relatedTypes: readonly string[];
  readonly correlationKeys: readonly string[];
  readonly correlationTypes: readonly string[];
}

/** Sigma's words as this project reads them. */
export function wordsOfRules(): WordsOfRules {
  return {
    keys: [...new Set([...BASE_FIELDS, ...Object.values(KIND_FIELDS).flat()])],
    levels: LEVELS,
    statuses: STATUSES,
    modifiers: MODIFIERS,
    relatedTypes: RELATED_TYPES,
    correlationKeys: CORRELATION_FIELDS,
    correlationTypes: CORRELATION_TYPES,
  };
}
