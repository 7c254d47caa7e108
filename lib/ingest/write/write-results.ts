import { enrichmentRow, evidenceRow, translationRow } from '../steps/rows';
import { chunks } from './chunks';
import type { Outcome, SyncWrite } from './outcome';

/** Replaces translations, evidence and enrichments with those that this sync computed. */
export async function writeResults(to: SyncWrite, outcome: Outcome): Promise<void> {
  await writeTranslations(to, outcome);
  await writeEvidence(to, outcome);
  await writeEnrichments(to, outcome);
}

async function writeTranslations(
  { transaction }: SyncWrite,
  { derived, translatorVersion }: Outcome,
): Promise<void> {
  for (const ids of chunks([...derived.keys()])) {
    await transaction.translation.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const rows = [...derived].flatMap(([id, { translations, tuned }]) =>
    translations.map((translation) => translationRow(id, translation, translatorVersion, tuned)),
  );
  for (const data of chunks(rows)) await transaction.translation.createMany({ data });
}

async function writeEvidence({ transaction, now }: SyncWrite, { derived }: Outcome): Promise<void> {
  const proven = [...derived].filter(([, { isNewEvidence }]) => isNewEvidence);
  for (const ids of chunks(proven.map(([id]) => id))) {
    await transaction.evidence.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const rows = proven.flatMap(([, { evidence }]) => evidence.map((item) => evidenceRow(item, now)));
  for (const data of chunks(rows)) await transaction.evidence.createMany({ data });
}

async function writeEnrichments(
  { transaction }: SyncWrite,
  { derived, enriched, isPending }: Outcome,
): Promise<void> {
  // What was said of a former text is not said of the new one.
  const replaced = isPending ? derived : enriched;
  for (const ids of chunks([...replaced.keys()])) {
    await transaction.enrichment.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const rows = [...enriched].map(([id, enrichment]) => enrichmentRow(id, enrichment));
  for (const data of chunks(rows)) await transaction.enrichment.createMany({ data });
}
