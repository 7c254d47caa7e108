import { chunks } from './chunks';
import type { SyncWrite, WritableOutcome } from './outcome';

/** Replaces translations, evidence and enrichments with those that this sync computed. */
export async function writeResults(to: SyncWrite, outcome: WritableOutcome): Promise<void> {
  await writeTranslations(to, outcome);
  await writeEvidence(to, outcome);
  await writeEnrichments(to, outcome);
}

async function writeTranslations(
  { transaction }: SyncWrite,
  { derived, rows }: WritableOutcome,
): Promise<void> {
  for (const ids of chunks([...derived.keys()])) {
    await transaction.translation.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ translations }) => translations);
  for (const data of chunks(all)) await transaction.translation.createMany({ data });
}

async function writeEvidence(
  { transaction, now }: SyncWrite,
  { derived, rows }: WritableOutcome,
): Promise<void> {
  const proven = [...derived].filter(([, { isNewEvidence }]) => isNewEvidence);
  for (const ids of chunks(proven.map(([id]) => id))) {
    await transaction.evidence.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ evidence }) =>
    evidence ? { ...evidence, createdAt: now } : [],
  );
  for (const data of chunks(all)) await transaction.evidence.createMany({ data });
}

async function writeEnrichments(
  { transaction }: SyncWrite,
  { derived, enriched, isPending, rows }: WritableOutcome,
): Promise<void> {
  // What was said of a former text is not said of the new one.
  const replaced = isPending ? derived : enriched;
  for (const ids of chunks([...replaced.keys()])) {
    await transaction.enrichment.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ enrichment }) => enrichment ?? []);
  for (const data of chunks(all)) await transaction.enrichment.createMany({ data });
}
