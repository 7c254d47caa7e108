import { combine, fingerprint } from './hash';

/** Versions of the code and data that each step depends on. A step runs again when its version changes. */

export interface Versions {
  /** Translations, checks and evidence. */
  readonly derive: string;
  readonly enrich: string;
}

export function readVersions(root: string): Versions {
  const derive = fingerprint(root, [
    'lib/log-sources',
    'lib/sigma',
    'lib/kql',
    'lib/translate',
    'lib/events',
    'lib/proof',
    'lib/ingest/steps',
    'content/connectors',
    'content/log-sources',
    'content/mappings',
    'content/schemas',
  ]);
  return { derive, enrich: combine(derive, fingerprint(root, ['lib/attack', 'lib/enrich'])) };
}
