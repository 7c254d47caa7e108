import path from 'node:path';
import { ruleTags } from '@/lib/catalog/stored/rule-document';
import { ruleText } from '@/lib/catalog/stored/rule-text';
import type { Attack } from '../attack';
import { resolveTags, type TaggedRule, type TagRows } from './attack-tags';
import { EXIT, SyncFailure } from './failure';
import type { FailedSource, FetchedInputs, FetchedSource } from './inputs';
import { type Issue, issue } from './issue';
import { readAttack } from './load-attack';
import { mergeSources, type ReadSources } from './merge-sources';
import { countChanges, type Plan, planSync, type StoredRule } from './plan';
import type { Progress } from './progress';
import { type ReadRules, readRules } from './read-rules';
import { TUNING } from './source';
import type { Start } from './start';
import { attempt } from './steps/attempt';
import { shrinkingOf, stopShrinkingAttack, stopShrinkingCatalog } from './stop-shrinking';

/** The contents of the sources, and what they change in the catalog. */
export interface ReadSource {
  readonly merged: ReadSources;
  readonly plan: Plan;
  /** The sources that are synced, in the order of the list. */
  readonly sources: readonly FetchedSource[];
  /** The others, whose rules stay as they are. */
  readonly failed: readonly FailedSource[];
  readonly attack: Attack;
  /** The tags of each rule in the catalog after the sync, by rule id. */
  readonly tags: ReadonlyMap<string, TagRows>;
  /** All issues except those of the tags. */
  readonly issues: readonly Issue[];
}

interface SourceRules {
  readonly source: FetchedSource;
  readonly read: ReadRules;
}

/**
 * Reads the fetched rules and ATT&CK. Throws a SyncFailure when no rule can be read, or when the sync would
 * remove too much and `acceptRemovals` is off. With several sources, one of which shrinks too much, that one
 * is left out.
 */
export async function readSource(start: Start, inputs: FetchedInputs): Promise<ReadSource> {
  const { catalog, options } = start;
  const phase = options.progress.begin('read');
  const { attack, issues } = readAttack(inputs.attack, path.join(options.root, 'content'));
  const { read, empty } = readFiles(inputs.sources, phase);
  const stored = await readStored(catalog);
  const failed = [...inputs.failed, ...empty];
  const held = options.acceptRemovals ? [] : holdBack(read, stored, failed);
  const synced = read.filter(
    ({ source }) => !held.some(({ profile }) => profile === source.profile),
  );
  const absent = [...failed, ...held];
  if (synced.every(({ source }) => source.profile === TUNING)) {
    const [first] = absent;
    throw new SyncFailure(first?.error.message ?? '', first?.error.next ?? '', EXIT.removals);
  }
  const { plan, merged } = planOf(synced, stored, absent);
  const counts = countChanges(plan);
  phase.end(
    `${plan.rules.length} rules: ${counts.new} new, ${counts.changed} changed, ${counts.renamed} renamed, ${counts.removed} removed`,
  );
  for (const { error } of held) phase.note(`${error.message}\n${error.next}`);
  if (!options.acceptRemovals) {
    const former = start.last?.source ?? null;
    stopShrinkingCatalog(plan, stored, { former, next: start.label });
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
    merged,
    plan,
    sources: synced.map(({ source }) => source),
    failed: absent,
    attack,
    tags,
    issues: [
      ...absent.map(({ error }) =>
        issue('error', 'ingest/source-left-out', error.message, { hint: error.next }),
      ),
      ...synced.flatMap(({ source }) => source.files.issues),
      ...inputs.attack.issues,
      ...issues,
      ...merged.issues,
      ...plan.issues,
      ...tunedIssues(plan),
      ...tagIssues,
    ],
  };
}

/** The same contents, and what they change in the catalog as it is now. */
export async function planAgain({ catalog }: Start, source: ReadSource): Promise<ReadSource> {
  const absent = new Set(source.failed.map(({ profile }) => profile.id));
  return { ...source, plan: planSync(source.merged, await readStored(catalog), absent) };
}

/** The rules of each source. One without readable rules fails; the sync does if all of them do. */
function readFiles(
  sources: readonly FetchedSource[],
  phase: ReturnType<Progress['begin']>,
): { read: SourceRules[]; empty: FailedSource[] } {
  const total = sources.reduce((sum, { files }) => sum + files.rules.length, 0);
  let before = 0;
  const read: SourceRules[] = [];
  const empty: FailedSource[] = [];
  for (const source of sources) {
    const { files, profile } = source;
    const onFile = (done: number) => phase.advance(before + done, total);
    const all = readRules(files.rules, files.refused, onFile, profile.id);
    const rules = profile === TUNING ? filtersOnly(all) : all;
    before += files.rules.length;
    if (rules.rules.length > 0 || profile === TUNING) read.push({ source, read: rules });
    else {
      const message = `${files.label} contains no readable rules`;
      const next =
        'Choose a folder or archive that contains Sigma rules (.yml). The catalog is unchanged.';
      const isOnly = sources.filter((one) => one.profile !== TUNING).length === 1;
      if (isOnly) throw new SyncFailure(message, next);
      empty.push({ profile, error: { message, next } });
    }
  }
  if (read.some(({ source }) => source.profile !== TUNING)) return { read, empty };
  const [first] = empty;
  throw new SyncFailure(first?.error.message ?? 'No source has rules', first?.error.next ?? '');
}

/** The filters of the operator's tuning. Nothing else belongs there, and a mistake must not go unseen. */
function filtersOnly(read: ReadRules): ReadRules {
  const filters = read.rules.filter(({ rule }) => rule?.kind === 'filter');
  const others = read.rules.filter(({ rule }) => rule?.kind !== 'filter');
  return {
    ...read,
    rules: filters,
    issues: [
      ...read.issues,
      ...others.map(({ id, path: file, problem }) =>
        issue(
          'error',
          'ingest/not-a-filter',
          problem
            ? `The filter cannot be read: ${problem.message}`
            : 'The file is a rule, not a filter, and changes nothing',
          { path: file, ruleId: id, hint: 'Write a Sigma filter. Rules of your own are a source.' },
        ),
      ),
    ],
  };
}

/** A warning for each changed rule that filters of the operator apply to. */
function tunedIssues({ rules }: Plan): Issue[] {
  const own = rules.filter(({ read }) => read.sourceId === TUNING.id);
  return rules.flatMap(({ read, change }) => {
    if (change !== 'changed' || read.sourceId === TUNING.id) return [];
    const names = own.flatMap(({ read: { rule, base } }) =>
      rule?.kind === 'filter' &&
      rule.filter.rules !== 'any' &&
      rule.filter.rules.some((name) => name === read.id || name === read.base.name)
        ? base.title
        : [],
    );
    if (names.length === 0) return [];
    const message = `The rule has changed upstream, and your filter applies to it: ${names.join(', ')}`;
    const hint = 'Check on the rule’s page that your exclusions still mean what you want.';
    return [
      issue('warning', 'ingest/tuned-rule-changed', message, {
        path: read.path,
        ruleId: read.id,
        hint,
      }),
    ];
  });
}

function planOf(
  read: readonly SourceRules[],
  stored: readonly StoredRule[],
  absent: readonly FailedSource[],
): { plan: Plan; merged: ReadSources } {
  const merged = mergeSources(
    read.map(({ source, read: rules }) => ({ sourceId: source.profile.id, read: rules })),
  );
  const left = new Set(absent.map(({ profile }) => profile.id));
  return { plan: planSync(merged, stored, left), merged };
}

/** The sources that would lose too many of their rules, if there are others to sync. */
function holdBack(
  read: readonly SourceRules[],
  stored: readonly StoredRule[],
  failed: readonly FailedSource[],
): FailedSource[] {
  const others = read.filter(({ source }) => source.profile !== TUNING);
  if (others.length + failed.length < 2) return [];
  const { plan } = planOf(read, stored, failed);
  return others.flatMap(({ source: { profile, files } }) => {
    const own = stored.filter(({ sourceId }) => sourceId === profile.id);
    const error = shrinkingOf(plan, own, files.label);
    return error ? [{ profile, error }] : [];
  });
}

async function readStored(catalog: Start['catalog']): Promise<StoredRule[]> {
  const rows = await catalog.rule.findMany({
    select: {
      id: true,
      path: true,
      sourceId: true,
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
    select: { id: true, path: true, raw: true, tags: true },
  });
  return rows.map(({ tags, raw, ...row }) => ({
    ...row,
    raw: ruleText.read(raw, row.id),
    tags: ruleTags.read(tags, row.id),
  }));
}
