import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CheckPool, createCheckPool } from '../../kql/check-pool';
import { readSchemas as readKqlSchemas } from '../../kql/schemas';
import { createTranslator, loadMappings, type Translator } from '../../translate';
import { readMappingTexts, readSchemas } from '../content';
import { fingerprint } from '../hash';
import { type Issue, issue } from '../issue';

/** What the steps know besides the rules: mappings, schemas, and the tools made of them. */
export interface Knowledge {
  readonly translator: Translator;
  readonly checkPool: CheckPool;
  readonly checkVersion: string;
  readonly issues: readonly Issue[];
  close(): Promise<void>;
}

export function loadKnowledge(root: string): Knowledge {
  const content = path.join(root, 'content');
  const schemas = readSchemas(content);
  const { mappings, diagnostics } = loadMappings(readMappingTexts(content), schemas);
  const json = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(content, 'schemas', name), 'utf8'));
  const checkPool = createCheckPool(
    readKqlSchemas({
      logAnalytics: json('log-analytics.json'),
      defenderXdr: json('defender-xdr.json'),
      asim: json('asim.json'),
    }),
  );
  return {
    translator: createTranslator({ mappings, schemas }),
    checkPool,
    checkVersion: fingerprint(root, ['lib/kql', 'content/schemas']).slice(0, 12),
    issues: diagnostics.map(({ severity, code, message, path: file, hint }) => ({
      ...issue(severity, 'ingest/mapping', message, { path: `content/mappings/${file}`, hint }),
      code,
    })),
    close: () => checkPool.close(),
  };
}
