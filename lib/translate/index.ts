/**
 * Rule × target → Translation. Mappings (which table, which column for each Sigma field) are data;
 * no code here knows a table by name.
 */
export { attributionHeader } from './attribution';

export { loadMappings } from './mapping/load';
export type { Mappings } from './mapping/mapping';
export { createTranslator, type FieldColumn, type Translator } from './translator';
export * from './types';
export { unknownFields } from './unknown-fields';
export { unsupportedTranslation } from './unsupported';
