import { createHash } from 'node:crypto';

/** Raised when proving changes what evidence says: constructed events, near misses, rows. */
export const PROOF_VERSION = '2';

/**
 * The name under which a rule's evidence can be kept: equal keys mean equal evidence. Takes the
 * rule's content hash, the translator's version (which covers mappings and schemas) and the texts or
 * hashes of its samples.
 */
export function proofKey(parts: {
  readonly ruleHash: string;
  readonly translatorVersion: string;
  readonly samples: readonly string[];
}): string {
  const hash = createHash('sha256');
  for (const part of [PROOF_VERSION, parts.ruleHash, parts.translatorVersion, ...parts.samples]) {
    hash.update(`${part.length}:${part}`);
  }
  return hash.digest('hex');
}
