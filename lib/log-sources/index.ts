export { currentLogSources } from './current-log-sources';
export { isKnownLogSource } from './known-log-source';
export { productsOfPlatform } from './platforms';
export {
  eventCategory,
  eventForms,
  eventLogOf,
  eventSources,
  ownFieldName,
  syslogProgram,
  userDataOf,
  usualValuesOf,
} from './recorded-as';
export { SOURCE_KINDS, type SourceKind } from './source-kinds';
export type { Activity, EventForm, EventLog, LogSourceName, UsualValues } from './types';
export {
  activityOf,
  eventMeaning,
  fieldWords,
  logSourceName,
  productName,
  sourceKind,
} from './wording';
export {
  keywordsOf,
  mayHoldLists,
  pathStyle,
  taxonomyFields,
  vocabularyOf,
} from './written-values';
