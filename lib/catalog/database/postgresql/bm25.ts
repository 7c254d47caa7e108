import type { Catalog } from '../catalog';

/** A rule that a query finds: its id, the weighted number of hits in it, and how many words it has. */
export type Hit = readonly [ruleId: string, hits: number, length: number];

interface Corpus {
  readonly rules: number;
  readonly averageLength: number;
}

const K = 1.2;
const B = 0.75;
/** Of a text that most rules have, as in FTS5. */
const LEAST = 1e-6;

/** A function that reads once how many rules are searched, and how long they are. */
export function readCorpus(catalog: Catalog): () => Promise<Corpus> {
  let known: Promise<Corpus> | null = null;
  return () => {
    known ??= read(catalog).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function read(catalog: Catalog): Promise<Corpus> {
  const [row] = await catalog.$queryRaw<{ rules: number; length: number }[]>`
    SELECT count(*)::int AS rules, coalesce(avg("length"), 0)::float8 AS length FROM "RuleSearch"`;
  return { rules: row?.rules ?? 0, averageLength: row?.length ?? 0 };
}

/** How well each hit of one query fits, as SQLite's bm25() has it; higher is better. */
export function bm25(hits: readonly Hit[], { rules, averageLength }: Corpus): readonly number[] {
  const rarity = Math.log((rules - hits.length + 0.5) / (hits.length + 0.5));
  const weight = rarity > 0 ? rarity : LEAST;
  return hits.map(([, count, length]) => {
    const long = 1 - B + (B * length) / Math.max(1, averageLength);
    return (weight * (count * (K + 1))) / (count + K * long);
  });
}
