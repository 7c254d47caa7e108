export { currentPivots } from './current-pivots';
export { type Pivot, pivotsFor, pivotsOfSteps } from './pivots-for';
export { type TuningLines, tuningLines } from './tuning';
