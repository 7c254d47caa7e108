export { enrich } from './enrich';
export type { Enrichment } from './types';
