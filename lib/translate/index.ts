export type { Outcome, Quality, Source, Target, TraceLine, Translation, Variant } from './types';
export { OUTCOMES, TARGETS } from './types';
