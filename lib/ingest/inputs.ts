import path from 'node:path';
import { isPostgresql } from '@/lib/catalog/database';
import type { KnownSource, SyncState } from '@/lib/catalog/stored/sync-summary';
import { SyncFailure } from './failure';
import { combine, sha256 } from './hash';
import { type AttackSource, fetchAttack } from './load-attack';
import {
  fetchSource,
  profileOf,
  requireDistinct,
  type SourceContext,
  type SourceFiles,
  type SourceProfile,
  type SyncSource,
  sourceLabel,
  TUNING,
} from './source';
import { Address } from './source/address';
import { isWebAddress } from './source/parse-source';
import type { Start, SyncOptions } from './start';
import type { LastRun } from './state';

/** A source whose files were fetched. */
export interface FetchedSource {
  readonly profile: SourceProfile;
  readonly files: SourceFiles;
}

/** A source that could not be fetched. The catalog keeps its rules. */
export interface FailedSource {
  readonly profile: SourceProfile;
  readonly error: { readonly message: string; readonly next: string };
}

/** All inputs of a sync. */
export interface FetchedInputs {
  readonly kind: 'files';
  /** At least one, in the order of the list. */
  readonly sources: readonly FetchedSource[];
  readonly failed: readonly FailedSource[];
  readonly attack: AttackSource;
  readonly state: SyncState;
}

/** No input of the sync has changed since `last`. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly last: LastRun;
  readonly state: SyncState;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Fetches the rules and ATT&CK. MITRE publishes twice a year, so a copy that was checked in the last day
 * counts as current. If the sources are unchanged too, the sync makes a single request for each, for its
 * commit. Throws a SyncFailure if no source can be fetched.
 */
export async function fetchInputs(start: Start): Promise<FetchedInputs | Unchanged> {
  const { options, last, label, versions } = start;
  const attackName = nameAttack(options.attack);
  // What the last sync held back is read again once removals are accepted.
  const comparable =
    last !== null &&
    !options.acceptRemovals &&
    last.source === label &&
    last.state.attack === attackName &&
    last.state.versions.derive === versions.derive &&
    last.state.versions.enrich === versions.enrich;
  const isWeb = options.attack === null || isWebAddress(options.attack);
  const age = last ? start.startedAt.getTime() - Date.parse(last.state.attackCheckedAt) : DAY_MS;
  const isCurrent = comparable && isWeb && age < DAY_MS;
  let attack = comparable && !isCurrent ? await loadAttack(start) : null;
  const isKnown = isCurrent || (comparable && attack?.hash === last.state.attackHash);

  const fetched = await loadSources(start, isKnown ? last : null);
  const attackCheckedAt =
    isCurrent && !attack ? last.state.attackCheckedAt : start.startedAt.toISOString();
  if (fetched.kind === 'unchanged' && last) {
    const { known } = fetched;
    return { kind: 'unchanged', last, state: { ...last.state, sources: known, attackCheckedAt } };
  }
  if (fetched.kind === 'unchanged') throw new Error('An unchanged source was not known before');
  attack ??= await loadAttack(start);
  const { sources, failed, known } = fetched;
  const inputHash = combine([
    label,
    versions.derive,
    versions.enrich,
    attack.hash,
    ...sources.flatMap(({ profile, files }) => [
      JSON.stringify(profile),
      JSON.stringify(files.repository),
      files.commit,
      JSON.stringify(files.issues),
      ...[...files.rules, ...files.samples].map((file) => `${file.path} ${sha256(file.bytes)}`),
    ]),
    ...failed.map(({ profile, error }) => `${profile.id} ${error.message}`),
  ]);
  const state: SyncState = {
    sources: known,
    inputHash,
    versions,
    attackHash: attack.hash,
    attack: attackName,
    attackCheckedAt,
  };
  if (last && !options.acceptRemovals && inputHash === last.state.inputHash)
    return { kind: 'unchanged', last, state };
  return { kind: 'files', sources, failed, attack, state };
}

/** The value of `--attack` as the catalog stores it, to compare with the next sync's. */
function nameAttack(attack: string | null): string | null {
  if (attack === null || !isWebAddress(attack)) return attack;
  const address = Address.parse(attack);
  const shown = address.toString();
  return shown === attack ? attack : `${shown} ${address.fingerprint}`;
}

type Loaded =
  | { readonly kind: 'unchanged'; readonly known: readonly KnownSource[] }
  | {
      readonly kind: 'files';
      readonly sources: readonly FetchedSource[];
      readonly failed: readonly FailedSource[];
      readonly known: readonly KnownSource[];
    };

/**
 * The files of all sources. One that has not changed since `last` is fetched all the same if another has:
 * rules refer to each other across sources.
 */
async function loadSources(start: Start, last: LastRun | null): Promise<Loaded> {
  const { sources } = start.options;
  const known = new Map((last?.state.sources ?? []).map((one) => [one.label, one]));
  const unchanged: KnownSource[] = [];
  const asked = new Map<SyncSource, Attempt>();
  for (const one of sources) {
    const label = sourceLabel(one.source);
    const attempt = await loadSource(start, one, known.get(label) ?? null);
    if (attempt.kind === 'unchanged') unchanged.push({ label, ...attempt });
    asked.set(one, attempt);
  }
  if (unchanged.length === sources.length) {
    return { kind: 'unchanged', known: unchanged.map(knownOf) };
  }
  const fetched: FetchedSource[] = [];
  const failed: FailedSource[] = [];
  const seen: KnownSource[] = [];
  const failures: SyncFailure[] = [];
  for (const [one, first] of asked) {
    const attempt = first.kind === 'unchanged' ? await loadSource(start, one, null) : first;
    if (attempt.kind === 'files') {
      const { files } = attempt;
      fetched.push({ profile: attempt.profile, files });
      seen.push(knownOf(files));
    } else if (attempt.kind === 'failed') {
      const { message, next } = attempt.failure;
      failures.push(attempt.failure);
      failed.push({ profile: attempt.profile, error: { message, next } });
    }
  }
  const [failure] = failures;
  if (failure && fetched.every(({ profile }) => profile === TUNING)) throw failure;
  requireDistinct([...fetched, ...failed].map(({ profile }) => profile.id));
  return { kind: 'files', sources: fetched, failed, known: seen };
}

function knownOf({ label, commit, etag }: KnownSource): KnownSource {
  return { label, commit, etag };
}

type Attempt =
  | { readonly kind: 'files'; readonly profile: SourceProfile; readonly files: SourceFiles }
  | { readonly kind: 'unchanged'; readonly commit: string; readonly etag: string | null }
  | {
      readonly kind: 'failed';
      readonly profile: SourceProfile;
      readonly failure: SyncFailure;
    };

/** One source. With others beside it, a source that fails does not stop the sync. */
async function loadSource(
  { options, profiles }: Start,
  { source, profile }: SyncSource,
  known: KnownSource | null,
): Promise<Attempt> {
  const label = sourceLabel(source);
  const phase = options.progress.begin('fetch');
  const context: SourceContext = {
    github: options.github,
    sourceToken: options.sourceToken,
    starter: path.join(options.root, 'content', 'starter'),
    profiles,
    limits: options.limits,
    http: options.http,
    signal: options.signal,
    onBytes: (received, expected) => phase.advance(received, expected),
    onNote: (message) => phase.note(message),
  };
  try {
    const fetched = await fetchSource(source, context, known);
    if (fetched.kind === 'unchanged') {
      phase.end(`${label}${shortCommit(fetched.commit)}: unchanged`);
      return fetched;
    }
    const { files } = fetched;
    const repository = files.repository ?? options.origin ?? null;
    const own = profile ?? profileOf(source, repository, profiles);
    const rules = inFolders(files.rules, own.folders);
    phase.end(
      `${label}${shortCommit(files.commit)}: ${rules.length} rule files, ${files.samples.length} sample files`,
    );
    return { kind: 'files', profile: own, files: { ...files, rules, repository } };
  } catch (error) {
    // Without the operator's filters, every query that they change would be wrong.
    const isOnly = options.sources.filter((one) => one.profile !== TUNING).length === 1;
    const isNeeded = profile === TUNING || isOnly;
    if (!(error instanceof SyncFailure) || isNeeded || options.signal?.aborted) throw error;
    phase.note(`${error.message}\n${error.next}`);
    phase.end(`${label}: not synced`);
    const repository = source.kind === 'github' ? source : (options.origin ?? null);
    return {
      kind: 'failed',
      profile: profile ?? profileOf(source, repository, profiles),
      failure: error,
    };
  }
}

function shortCommit(commit: string | null): string {
  return commit ? ` at ${commit.slice(0, 9)}` : '';
}

/** The files in the folders that have a source's rules; all of them if it has none of the folders. */
function inFolders(files: SourceFiles['rules'], folders: readonly string[]): SourceFiles['rules'] {
  const inside = files.filter(({ path: file }) =>
    folders.some((folder) => file.startsWith(`${folder}/`)),
  );
  return inside.length > 0 ? inside : files;
}

/** Where downloads are kept: beside a catalog in a file, else where it would be. */
function cacheFolder({ database, root }: SyncOptions): string {
  return isPostgresql(database) ? path.join(root, 'data') : path.dirname(database);
}

async function loadAttack({ options, last }: Start): Promise<AttackSource> {
  const phase = options.progress.begin('attack');
  const source = await fetchAttack(options.attack, options.root, {
    content: path.join(options.root, 'content'),
    cache: cacheFolder(options),
    knownHash: last?.state.attackHash,
    http: options.http,
    signal: options.signal,
    onBytes: (received, expected) => phase.advance(received, expected),
    onNote: (message) => phase.note(message),
  });
  for (const { message } of source.issues) phase.note(message);
  phase.end(source.label);
  return source;
}
