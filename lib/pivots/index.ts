export { currentPivots } from './current-pivots';
export type { PivotFile } from './file-schema';
export { timeOf } from './has-column';
export { hostOf } from './host-of';
export { type FollowedQuery, pivotsFor, pivotsOfSteps, type StepPivots } from './pivots-for';
export { type TuningLines, tuningLines } from './tuning';
