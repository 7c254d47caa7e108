import type { PlaceholderValues } from '../proof';
import { combine, fingerprint } from './hash';

/** Versions of the code and data that each step depends on. A step runs again when its version changes. */
export interface Versions {
  /** Translations, checks and evidence. */
  readonly derive: string;
  readonly enrich: string;
}

/** What the rooms below share. */
const SHARED = [
  'lib/content.ts',
  'lib/diagnostic.ts',
  'lib/group-by.ts',
  'lib/knowledge.ts',
  'lib/long-lists.ts',
  'lib/severity.ts',
  'lib/own-value.ts',
  'lib/target.ts',
  'lib/text',
  'lib/yaml-file.ts',
];

/** What a check of a query depends on, besides the query. */
export const CHECK_PARTS = [
  'lib/diagnostic.ts',
  'lib/long-lists.ts',
  'lib/severity.ts',
  'lib/own-value.ts',
  'lib/target.ts',
  'lib/text',
  'lib/kql',
  'content/schemas',
];

/** What a proof depends on, besides the rule and its translation. */
export const PROOF_PARTS = [
  ...SHARED,
  'lib/log-sources',
  'lib/sigma',
  'lib/kql',
  'lib/events',
  'lib/proof',
  'content/connectors',
  'content/log-sources',
  'content/schemas',
];

export const DERIVE_PARTS = [
  ...PROOF_PARTS,
  'lib/translate',
  'lib/ingest/steps',
  'content/mappings',
];

export const ENRICH_PARTS = [
  'lib/attack',
  'lib/enrich',
  'lib/look-up.ts',
  'lib/question-topic.ts',
  'content/knowledge',
];

/** The versions of the code and content below `root`, and of the values that translations are made with. */
export function readVersions(root: string, placeholders: PlaceholderValues = {}): Versions {
  const own = Object.entries(placeholders).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = fingerprint(root, DERIVE_PARTS);
  const derive = own.length === 0 ? parts : combine([parts, JSON.stringify(own)]);
  return { derive, enrich: combine([derive, fingerprint(root, ENRICH_PARTS)]) };
}
