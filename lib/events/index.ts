/**
 * Reads raw events as Sigma sees them, and as rows of Microsoft's tables.
 *
 * @module
 */

export { changeField, changeText } from './change-field';
export { leftOutSentence, parseEvents } from './parse-events';
export { toSigmaEvents } from './sigma-events';
export { tableSchemas } from './table-schemas';
export { type FieldValues, toRaw } from './to-raw';
export { toRows } from './to-rows';
export type { TableRow } from './types';
