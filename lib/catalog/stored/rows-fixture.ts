import { documentColumns, NO_DOCUMENT, type RuleDocument } from './rule-document';
import { techniqueDetail } from './technique';
import { type TranslationDetail, translationDetail } from './translation';

// Columns of rows about which a test says nothing.

/** The columns of a rule's document that has nothing else than `more`. */
export function someDocument(more: Partial<RuleDocument> = {}) {
  return documentColumns({ ...NO_DOCUMENT, ...more });
}

/** The column of what only a translation's own page shows. */
export function someDetail(more: Partial<TranslationDetail> = {}) {
  const nothing = { diagnostics: [], trace: [], cost: null, alternatives: [], facts: [] };
  return translationDetail.write({ ...nothing, upstreamKql: null, ...more });
}

/** The column of a technique of which nothing is known. */
export const NO_TECHNIQUE_DETAIL = techniqueDetail.write({
  dataComponents: [],
  detections: [],
  mitigations: [],
  groups: [],
  software: [],
});
