import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readKnowledge, readMappingTexts } from '@/lib/knowledge';
import { enrich } from '../../enrich';
import { createProofPool, type PlaceholderValues, type ProofPool } from '../../proof';
import { createTranslator, type Translator } from '../../translate';
import { fingerprint } from '../hash';
import { type Issue, issue } from '../issue';
import { CHECK_PARTS, PROOF_PARTS } from '../versions';

/** Each holds Microsoft's parser and its trees, some hundred megabytes. */
const MOST_THREADS = 8;

/** What the steps run on each rule: built from the mappings and schemas, with their versions. */
export interface SyncTools {
  readonly translator: Translator;
  /** The translator without the operator's values for placeholders, and the names of those. */
  readonly upstream: Translator;
  readonly values: ReadonlySet<string>;
  readonly enrich: typeof enrich;
  readonly checkVersion: string;
  readonly proofPool: ProofPool;
  readonly proofVersion: string;
  /** Problems in mapping files. */
  readonly issues: readonly Issue[];
  close(): Promise<void>;
}

/**
 * Reads `content/` below the repository `root`. A step of a rule that takes more than `ruleLimit`
 * milliseconds in a worker is stopped. Call `close()` to end the workers.
 */
export function loadTools(
  root: string,
  ruleLimit: number,
  placeholders: PlaceholderValues = {},
): SyncTools {
  const content = path.join(root, 'content');
  const { schemas, mappings, problems } = readKnowledge(content);
  const translator = createTranslator({ mappings, schemas, settings: { placeholders } });
  const proofPool = createProofPool({
    schemas,
    mappings: readMappingTexts(content),
    translatorVersion: translator.version,
    placeholders,
    limitMs: ruleLimit,
    workers: Math.min(availableParallelism(), MOST_THREADS),
  });
  return {
    translator,
    upstream: createTranslator({ mappings, schemas }),
    values: new Set(Object.keys(placeholders)),
    enrich,
    checkVersion: fingerprint(root, CHECK_PARTS),
    proofPool,
    proofVersion: fingerprint(root, PROOF_PARTS),
    issues: problems.map(({ message, path: file, hint }) =>
      issue('error', 'translate/bad-mapping', message, { path: `content/mappings/${file}`, hint }),
    ),
    close: () => proofPool.close(),
  };
}
