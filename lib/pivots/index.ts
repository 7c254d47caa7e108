export { currentPivots } from './current-pivots';
export { pivotsFor, pivotsOfSteps, type StepPivots } from './pivots-for';
export { type TuningLines, tuningLines } from './tuning';
