export { asimSources } from './asim-sources';
export { categoryFacts, currentLogSources, serviceFacts } from './current-log-sources';
export { productsOfPlatform } from './platforms';
export {
  eventCategory,
  eventForms,
  eventLogOf,
  eventSources,
  ownFieldName,
  recordedFields,
  recordedIn,
  syslogProgram,
  userDataOf,
  usualValuesOf,
} from './recorded-as';
export { SOURCE_KINDS, type SourceKind } from './source-kinds';
export { type TableConnector, tableConnector } from './table-connectors';
export type {
  Activity,
  EventForm,
  EventLog,
  LogSourceName,
  UsualValues,
} from './types';
export {
  activityOf,
  eventIdsOf,
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
