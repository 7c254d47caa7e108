import path from 'node:path';
import { readKnowledge } from '@/lib/knowledge';
import { createProofPool, type ProofPool } from '../../proof';
import { createTranslator, type Translator } from '../../translate';
import { fingerprint } from '../hash';
import { type Issue, issue } from '../issue';

/** What the steps know besides the rules: mappings, schemas, and the tools made of them. */
export interface Knowledge {
  readonly translator: Translator;
  readonly checkVersion: string;
  readonly proofPool: ProofPool;
  readonly proofVersion: string;
  readonly issues: readonly Issue[];
  close(): Promise<void>;
}

export function loadKnowledge(root: string): Knowledge {
  const content = path.join(root, 'content');
  const { schemas, mappings, diagnostics } = readKnowledge(content);
  const translator = createTranslator({ mappings, schemas });
  const proofPool = createProofPool({ schemas, translatorVersion: translator.version });
  return {
    translator,
    checkVersion: fingerprint(root, ['lib/kql', 'content/schemas']),
    proofPool,
    proofVersion: fingerprint(root, [
      'lib/sigma',
      'lib/kql',
      'lib/events',
      'lib/proof',
      'content/schemas',
    ]),
    issues: diagnostics.map(({ severity, code, message, path: file, hint }) => ({
      ...issue(severity, 'ingest/mapping', message, { path: `content/mappings/${file}`, hint }),
      code,
    })),
    close: () => proofPool.close(),
  };
}
