import path from 'node:path';
import { type Rule, relatedRules } from '../sigma';
import { resolveTags, type TagRows } from './attack-tags';
import { countCatalog } from './counts';
import { SyncFailure } from './failure';
import { combine, sha256 } from './hash';
import type { Inputs } from './inputs';
import type { Issue } from './issue';
import { readAttack } from './load-attack';
import { countChanges, type Plan, planSync } from './plan';
import { readRules } from './read-rules';
import type { Start } from './run';
import type { SourceFile, SourceFiles } from './source';
import { ResultCache } from './steps/cache';
import { deriveRules } from './steps/derive';
import { enrichRules } from './steps/enrich';
import { loadKnowledge } from './steps/knowledge';
import { samplesByRule } from './steps/prove';
import type { Summary } from './summary';
import { writeSync } from './write';

/** Works out what the source changes, makes what is new, and writes it. */
export async function updateCatalog(
  start: Start,
  inputs: Extract<Inputs, { kind: 'files' }>,
): Promise<Summary> {
  const { catalog, options, startedAt, last, versions } = start;
  const { files, state } = inputs;
  const { progress } = options;

  const reading = progress.begin('read');
  const { attack, issues: attackIssues } = readAttack(
    inputs.attack,
    path.join(options.root, 'content'),
  );
  const plan = await planUpdate(start, files, (done) => reading.advance(done, files.rules.length));
  const counts = countChanges(plan);
  reading.end(
    `${plan.rules.length} rules: ${counts.new} new, ${counts.changed} changed, ${counts.renamed} renamed, ${counts.removed} removed`,
  );

  const readable = plan.rules.flatMap(({ read }) => read.rule ?? []);
  const related = relatedRules(readable);
  const samples = samplesByRule(files.samples);
  const asOf = files.date?.slice(0, 4) ?? null;
  const { derivedHash, enrichedHash } = hashRules(plan, related, samples, versions, [
    state.attackHash,
    asOf,
  ]);
  const stale = plan.rules.filter(
    ({ read, stored }) => stored?.derivedHash !== derivedHash.get(read.id),
  );
  const knowledge = loadKnowledge(options.root);
  const cache = new ResultCache(catalog);
  const {
    derived,
    issues: derivedIssues,
    checked,
    proved,
  } = await deriveRules({
    rules: stale,
    related,
    samples,
    knowledge,
    catalog,
    cache,
    progress,
    signal: options.signal,
  }).finally(() => knowledge.close());
  const translatorVersion = knowledge.translator.version;

  const enriching = progress.begin('enrich');
  const enriched = await enrichRules({
    rules: plan.rules.filter(
      ({ read, stored }) => stored?.enrichedHash !== enrichedHash.get(read.id),
    ),
    derived,
    related,
    attack,
    asOf: files.date,
    catalog,
    signal: options.signal,
    onEnriched: (done, total) => enriching.advance(done, total),
  });
  enriching.end(`${enriched.size} rules`);

  const tags = new Map<string, TagRows>(
    plan.rules.map(({ read }) => [read.id, resolveTags(attack, { ...read, tags: read.base.tags })]),
  );
  const issues: Issue[] = [
    ...files.issues,
    ...inputs.attack.issues,
    ...attackIssues,
    ...plan.issues,
    ...knowledge.issues,
    ...derivedIssues,
    ...[...tags.values()].flatMap((each) => each.issues),
  ];

  options.signal?.throwIfAborted();
  const writing = progress.begin('write');
  let summary: Summary | null = null;
  await writeSync(
    catalog,
    {
      plan,
      derived,
      enriched,
      derivedHash,
      enrichedHash,
      translatorVersion,
      attack,
      tags,
      attackChanged: last?.state.attackHash !== state.attackHash,
      issues,
      cache: {
        added: cache.added,
        unused: stale.length === plan.rules.length ? await cache.unused() : [],
      },
      run: {
        source: files.label,
        collection: options.source.kind === 'starter' ? 'starter' : null,
        commit: files.commit,
        etag: files.etag,
        attackVersion: attack.version,
        attackSource: inputs.attack.label,
        startedAt,
        state: JSON.stringify(state),
      },
    },
    new Date(),
    async (transaction) => {
      summary = {
        outcome: 'completed',
        source: files.label,
        commit: files.commit,
        attack: { version: attack.version, source: inputs.attack.label },
        translatorVersion,
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        ...(await countCatalog(transaction)),
        changes: counts,
        issues: countIssues(issues),
        work: { translated: derived.size, checked, proved, enriched: enriched.size },
        seconds: progress.seconds,
        error: null,
      };
      return JSON.stringify(summary);
    },
    (done, total) => writing.advance(done, total),
  );
  writing.end('written');
  if (!summary) throw new Error('The transaction ended without a summary');
  return summary;
}

async function planUpdate(
  { catalog }: Start,
  files: SourceFiles,
  onFile: (done: number) => void,
): Promise<Plan & { readonly issues: readonly Issue[] }> {
  const read = readRules(files.rules, files.refused, onFile);
  if (read.rules.length === 0) {
    throw new SyncFailure(
      `${files.label} has no rule that can be read`,
      'Name a folder or archive that holds Sigma rules (.yml). The catalog is as it was.',
    );
  }
  const rows = await catalog.rule.findMany({
    select: {
      id: true,
      path: true,
      contentHash: true,
      readable: true,
      removedAt: true,
      derivedHash: true,
      proofHash: true,
      enrichedHash: true,
    },
  });
  const stored = rows.map(({ removedAt, ...row }) => ({ ...row, removed: removedAt !== null }));
  const plan = planSync(read, stored);
  return { ...plan, issues: [...read.issues, ...plan.issues] };
}

/** What each rule's results rest on; a rule whose hash is as stored is not worked on again. */
function hashRules(
  plan: Plan,
  related: (rule: Rule) => ReadonlyMap<string, Rule>,
  samples: ReadonlyMap<string, readonly SourceFile[]>,
  versions: Start['versions'],
  enrichedFrom: readonly (string | null)[],
) {
  const derivedHash = new Map<string, string>();
  const enrichedHash = new Map<string, string>();
  for (const { read } of plan.rules) {
    const others = read.rule ? [...related(read.rule).values()] : [];
    const derived = combine(
      versions.derive,
      read.contentHash,
      ...(samples.get(read.id) ?? []).map(({ bytes }) => sha256(bytes)),
      '/',
      ...others.map(({ text }) => sha256(text)).sort(),
    );
    derivedHash.set(read.id, derived);
    enrichedHash.set(read.id, combine(derived, versions.enrich, ...enrichedFrom));
  }
  return { derivedHash, enrichedHash };
}

function countIssues(issues: readonly Issue[]): Summary['issues'] {
  const byCode: Record<string, number> = {};
  for (const { code } of issues) byCode[code] = (byCode[code] ?? 0) + 1;
  const count = (severity: Issue['severity']) =>
    issues.filter((each) => each.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info'), byCode };
}
