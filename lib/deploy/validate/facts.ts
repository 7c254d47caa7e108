import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from '@/lib/content';

const names = z.array(z.string()).min(1);
const sentinelFile = z.strictObject({
  entities: z.record(z.string(), z.strictObject({ identifiers: names, needs: z.array(names) })),
  legacyColumns: z.record(z.string(), z.string()),
  techniques: z.record(z.string(), names),
});

/** What Azure-Sentinel's own tests know. */
export interface SentinelFacts {
  readonly entities: ReadonlyMap<
    string,
    { readonly identifiers: readonly string[]; readonly needs: readonly (readonly string[])[] }
  >;
  readonly legacyColumns: ReadonlyMap<string, string>;
  /** Tactic → techniques without their sub-techniques. */
  readonly techniques: ReadonlyMap<string, ReadonlySet<string>>;
}

let facts: SentinelFacts | null = null;

/** Reads `content/deploy/schemas/azure-sentinel.yml` once. Throws if it is not what it should be. */
export function sentinelFacts(): SentinelFacts {
  facts ??= readFacts();
  return facts;
}

function readFacts(): SentinelFacts {
  const { entities, legacyColumns, techniques } = sentinelFile.parse(
    load(contentText('deploy/schemas/azure-sentinel.yml')),
  );
  return {
    entities: new Map(Object.entries(entities)),
    legacyColumns: new Map(Object.entries(legacyColumns)),
    techniques: new Map(Object.entries(techniques).map(([tactic, ids]) => [tactic, new Set(ids)])),
  };
}
