/** Proof: queries run on events, beside the rule itself. */
export {
  compareOnEvents,
  type EventComparison,
  type IndexedEvent,
  indexEvents,
} from './compare-on-events';
export { constructEvents } from './construct-events';
export type { Literal as FieldLiteral } from './literals';
export { matchesRaw } from './match-raw-event';
export { createContext, type ProofContext, type RunnableQuery } from './proof-context';
export { agrees, proofOf } from './proof-of';
export {
  type CheckedQuery,
  createProofPool,
  type ProofAnswer,
  type ProofPool,
  type ProofTask,
  type QueryToCheck,
  type StoppedStep,
  type TranslateAnswer,
} from './proof-pool';
export { type ProofInput, prove } from './prove';
export { solveLiterals, valueFor } from './solve-literals';
export { stoppedEvidence } from './stopped-evidence';
export { type QueryToProve, tenantCases } from './tenant-cases';
export { type TenantProof, tenantProof } from './tenant-proof';
export { translateToAll } from './translate-to-all';
export * from './types';
export { withFilters } from './with-filters';
export { type PlaceholderValues, withValues } from './with-values';
