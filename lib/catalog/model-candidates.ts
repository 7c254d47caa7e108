import type { ModelInput } from '@/lib/model-text/types';
import { getCatalog } from './client';
import { inputOf, reviewOf } from './model-texts';
import { readOr } from './stored/column';
import { enrichmentDetail } from './stored/enrichment';
import { modelText } from './stored/model-text';
import { ruleText } from './stored/rule-text';

/** A rule that a model could write of. */
export interface ModelCandidate {
  readonly title: string;
  readonly input: ModelInput;
}

const CHUNK = 200;

/**
 * Those of the rules whose present text has not been written about, in their order. `again` adds those about
 * which the model refused to write, or wrote nothing that could be shown.
 */
export async function modelCandidates(
  ids: readonly string[],
  again: boolean,
): Promise<ModelCandidate[]> {
  const found: ModelCandidate[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const some = ids.slice(at, at + CHUNK);
    const rows = await getCatalog().rule.findMany({
      where: { id: { in: some }, removedAt: null, readable: true },
      select: {
        id: true,
        title: true,
        raw: true,
        enrichment: { select: { detail: true } },
        modelText: true,
      },
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const id of some) {
      const row = byId.get(id);
      const { enrichment } = row ?? {};
      if (!row || !enrichment) continue;
      const input = readOr(null, () => {
        const { attackContext } = enrichmentDetail.read(enrichment.detail, `rule ${id}`);
        return inputOf(id, ruleText.read(row.raw, id), attackContext);
      });
      if (!input || isWritten(input, row.modelText, again)) continue;
      found.push({ title: row.title, input });
    }
  }
  return found;
}

type Row = { readonly inputHash: string; readonly text: string } | null;

function isWritten({ ruleId, hash }: ModelInput, row: Row, again: boolean): boolean {
  if (reviewOf(ruleId)?.inputHash === hash) return true;
  if (row?.inputHash !== hash) return false;
  if (!again) return true;
  const text = readOr(null, () => modelText.read(row.text, `rule ${ruleId}`));
  return text !== null && text.hypothesis.length > 0;
}
