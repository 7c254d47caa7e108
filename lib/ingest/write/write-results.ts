import { chunks } from './chunks';
import { insertRows } from './insert-rows';
import type { SyncWrite, WritableOutcome } from './outcome';

/** Replaces translations, evidence and enrichments with those that this sync computed. */
export async function writeResults(to: SyncWrite, outcome: WritableOutcome): Promise<void> {
  await writeTranslations(to, outcome);
  await writeEvidence(to, outcome);
  await writeEnrichments(to, outcome);
}

async function writeTranslations(to: SyncWrite, { derived, rows }: WritableOutcome): Promise<void> {
  const { transaction } = to;
  for (const ids of chunks([...derived.keys()])) {
    await transaction.translation.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ translations }) => translations);
  await insertRows(to, 'Translation', all);
}

async function writeEvidence(to: SyncWrite, { derived, rows }: WritableOutcome): Promise<void> {
  const { transaction, now } = to;
  const proven = [...derived].filter(([, { isNewEvidence }]) => isNewEvidence);
  for (const ids of chunks(proven.map(([id]) => id))) {
    await transaction.evidence.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ evidence }) =>
    evidence ? { ...evidence, createdAt: now } : [],
  );
  await insertRows(to, 'Evidence', all);
}

async function writeEnrichments(
  to: SyncWrite,
  { derived, enriched, isPending, rows }: WritableOutcome,
): Promise<void> {
  const { transaction } = to;
  // What was said of a former text is not said of the new one.
  const replaced = isPending ? derived : enriched;
  for (const ids of chunks([...replaced.keys()])) {
    await transaction.enrichment.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const all = [...rows.values()].flatMap(({ enrichment }) => enrichment ?? []);
  await insertRows(to, 'Enrichment', all);
}
