import { tacticRows, techniqueRows } from '../steps/rows';
import { chunks } from './chunks';
import { insertRows } from './insert-rows';
import type { Outcome, SyncWrite } from './outcome';

/**
 * Writes tactics and techniques if ATT&CK changed, and the rules' resolved tags: all of them if ATT&CK
 * changed, else those of changed rules.
 */
export async function writeAttack(to: SyncWrite, outcome: Outcome): Promise<void> {
  const { attackChanged, tags, plan } = outcome;
  if (attackChanged) {
    await replaceAttack(to, outcome);
    await writeTags(to, outcome, [...tags.keys()]);
    return;
  }
  const ids = plan.rules.filter(({ change }) => change !== null).map(({ read }) => read.id);
  for (const some of chunks(ids)) {
    await to.transaction.ruleTechnique.deleteMany({ where: { ruleId: { in: some } } });
    await to.transaction.ruleTactic.deleteMany({ where: { ruleId: { in: some } } });
  }
  await writeTags(to, outcome, ids);
}

async function replaceAttack(to: SyncWrite, { attack }: Outcome): Promise<void> {
  const { transaction } = to;
  await transaction.ruleTechnique.deleteMany();
  await transaction.ruleTactic.deleteMany();
  await transaction.technique.deleteMany();
  await transaction.tactic.deleteMany();
  await insertRows(to, 'Tactic', tacticRows(attack));
  await insertRows(to, 'Technique', techniqueRows(attack));
}

async function writeTags(to: SyncWrite, { tags }: Outcome, ids: readonly string[]): Promise<void> {
  const techniques = ids.flatMap((ruleId) =>
    (tags.get(ruleId)?.techniques ?? []).map((row) => ({ ruleId, ...row })),
  );
  await insertRows(to, 'RuleTechnique', techniques);
  const tactics = ids.flatMap((ruleId) =>
    (tags.get(ruleId)?.tactics ?? []).map((shortName) => ({ ruleId, shortName })),
  );
  await insertRows(to, 'RuleTactic', tactics);
}
