export { currentPivots } from './current-pivots';
export { type Pivot, pivotsOfSteps } from './pivots-for';
export { type TuningLines, tuningLines } from './tuning';
