import path from 'node:path';
import { ruleDocument } from '@/lib/catalog/stored/rule-document';
import type { Attack } from '../attack';
import { resolveTags, type TaggedRule, type TagRows } from './attack-tags';
import { SyncFailure } from './failure';
import type { FetchedInputs } from './inputs';
import type { Issue } from './issue';
import { readAttack } from './load-attack';
import { countChanges, type Plan, planSync, type StoredRule } from './plan';
import { readRules } from './read-rules';
import type { SourceFiles } from './source';
import type { Start } from './start';
import { attempt } from './steps/attempt';
import { stopShrinkingAttack, stopShrinkingCatalog } from './stop-shrinking';

/** The contents of a source, and what they change in the catalog. */
export interface ReadSource {
  readonly plan: Plan;
  readonly attack: Attack;
  /** The tags of each rule in the catalog after the sync, by rule id. */
  readonly tags: ReadonlyMap<string, TagRows>;
  /** All issues except those of the tags. */
  readonly issues: readonly Issue[];
}

/**
 * Reads the fetched rules and ATT&CK. Throws a SyncFailure when no rule can be read, or when the sync would
 * remove too much and `acceptRemovals` is off.
 */
export async function readSource(start: Start, inputs: FetchedInputs): Promise<ReadSource> {
  const { catalog, options } = start;
  const { files } = inputs;
  const phase = options.progress.begin('read');
  const { attack, issues } = readAttack(inputs.attack, path.join(options.root, 'content'));
  const read = readFiles(files, (done) => phase.advance(done, files.rules.length));
  const stored = await readStored(catalog);
  const plan = planSync(read, stored);
  const counts = countChanges(plan);
  phase.end(
    `${plan.rules.length} rules: ${counts.new} new, ${counts.changed} changed, ${counts.renamed} renamed, ${counts.removed} removed`,
  );
  if (!options.acceptRemovals) {
    const former = start.last?.source ?? null;
    stopShrinkingCatalog(plan, stored, { former, next: files.label });
    const techniques = await catalog.technique.count({ where: { revoked: false } });
    stopShrinkingAttack(inputs.attack.label, attack.techniques.size, techniques);
  }
  const tagged = plan.rules.map(({ read: rule }) => ({ ...rule, tags: rule.base.tags }));
  const kept = await readKept(catalog, plan);
  const tagIssues: Issue[] = [];
  const tags = new Map<string, TagRows>();
  for (const rule of [...tagged, ...kept]) {
    const rows = attempt('tags', rule, tagIssues, () => resolveTags(attack, rule));
    if (rows) tags.set(rule.id, rows);
  }
  return {
    plan,
    attack,
    tags,
    issues: [
      ...files.issues,
      ...inputs.attack.issues,
      ...issues,
      ...read.issues,
      ...plan.issues,
      ...tagIssues,
    ],
  };
}

function readFiles(files: SourceFiles, onFile: (done: number) => void) {
  const read = readRules(files.rules, files.refused, onFile);
  if (read.rules.length > 0) return read;
  throw new SyncFailure(
    `${files.label} contains no readable rules`,
    'Choose a folder or archive that contains Sigma rules (.yml). The catalog is unchanged.',
  );
}

async function readStored(catalog: Start['catalog']): Promise<StoredRule[]> {
  const rows = await catalog.rule.findMany({
    select: {
      id: true,
      path: true,
      collection: true,
      contentHash: true,
      readable: true,
      removedAt: true,
      derivedHash: true,
      proofHash: true,
      enrichedHash: true,
    },
  });
  return rows.map(({ removedAt, ...row }) => ({ ...row, removed: removedAt !== null }));
}

/** The stored versions of the kept rules, whose current text cannot be read. */
async function readKept(catalog: Start['catalog'], { kept }: Plan): Promise<TaggedRule[]> {
  const rows = await catalog.rule.findMany({
    where: { id: { in: kept.map(({ id }) => id) } },
    select: { id: true, path: true, raw: true, document: true },
  });
  return rows.map(({ document, ...row }) => ({
    ...row,
    tags: ruleDocument.read(document, row.id).tags,
  }));
}
