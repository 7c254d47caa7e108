/** What a change of a rule means: does it match more, less, both, or the same as before? */
export { changeBetween } from './change-meaning';
export * from './types';
