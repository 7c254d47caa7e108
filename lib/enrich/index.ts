export { ENRICHER_VERSION, type EnrichInput, enrich } from './enrich';
export type {
  AttackContext,
  Confidence,
  ConfidenceReason,
  Enrichment,
  Statement,
  TechniqueContext,
} from './types';
export { CONFIDENCES } from './types';
