/**
 * Rule × target → Translation. Mappings (which table, which column for each Sigma field) are data;
 * nothing in here knows a table by name.
 */
export { attributionHeader } from './attribution';
export { checkMappings } from './mapping/check';
export { loadMappings } from './mapping/load';
export type {
  Field,
  Keywords,
  MappedVariant,
  Mapping,
  Mappings,
} from './mapping/mapping';
export type { MappingDiagnostic, MappingText } from './mapping/read-file';
export { createTranslator, type Translator, type TranslatorSettings } from './translator';
export * from './types';
export { unknownFields } from './unknown-fields';
export { unsupportedTranslation } from './unsupported';
