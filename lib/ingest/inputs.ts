import path from 'node:path';
import type { SyncState } from '@/lib/catalog/stored/sync-summary';
import { combine, sha256 } from './hash';
import { type AttackSource, fetchAttack } from './load-attack';
import { fetchSource, type SourceContext, type SourceFiles } from './source';
import { Address } from './source/address';
import { isWebAddress } from './source/parse-source';
import type { Start } from './start';
import type { LastRun } from './state';

/** All inputs of a sync. */
export interface FetchedInputs {
  readonly kind: 'files';
  readonly files: SourceFiles;
  readonly attack: AttackSource;
  readonly state: SyncState;
}

/** No input of the sync has changed since `last`. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly last: LastRun;
  readonly commit: string | null;
  readonly etag: string | null;
  readonly state: SyncState;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Fetches the rules and ATT&CK. MITRE publishes twice a year, so a copy that was checked in the last day
 * counts as current. If the source is unchanged too, the sync makes a single request, for its commit.
 */
export async function fetchInputs(start: Start): Promise<FetchedInputs | Unchanged> {
  const { options, last, label, versions } = start;
  const attackName = nameAttack(options.attack);
  const comparable =
    last !== null &&
    last.source === label &&
    last.state.attack === attackName &&
    last.state.versions.derive === versions.derive &&
    last.state.versions.enrich === versions.enrich;
  const isWeb = options.attack === null || isWebAddress(options.attack);
  const age = last ? start.startedAt.getTime() - Date.parse(last.state.attackCheckedAt) : DAY_MS;
  const isCurrent = comparable && isWeb && age < DAY_MS;
  let attack = comparable && !isCurrent ? await loadAttack(start) : null;
  const isKnown = isCurrent || (comparable && attack?.hash === last.state.attackHash);

  const fetched = await loadSource(start, isKnown ? last : null);
  const attackCheckedAt =
    isCurrent && !attack ? last.state.attackCheckedAt : start.startedAt.toISOString();
  if (fetched.kind === 'unchanged' && last) {
    const { commit, etag } = fetched;
    return { kind: 'unchanged', last, commit, etag, state: { ...last.state, attackCheckedAt } };
  }
  if (fetched.kind === 'unchanged') throw new Error('An unchanged source was not known before');
  attack ??= await loadAttack(start);
  const { files } = fetched;
  const inputHash = combine([
    label,
    versions.derive,
    versions.enrich,
    attack.hash,
    files.commit,
    JSON.stringify(files.issues),
    ...[...files.rules, ...files.samples].map((file) => `${file.path} ${sha256(file.bytes)}`),
  ]);
  const state: SyncState = {
    inputHash,
    versions,
    attackHash: attack.hash,
    attack: attackName,
    attackCheckedAt,
  };
  if (last && inputHash === last.state.inputHash) {
    return { kind: 'unchanged', last, commit: files.commit, etag: files.etag, state };
  }
  return { kind: 'files', files, attack, state };
}

/** The value of `--attack` as the catalog stores it, to compare with the next sync's. */
function nameAttack(attack: string | null): string | null {
  if (attack === null || !isWebAddress(attack)) return attack;
  const address = Address.parse(attack);
  const shown = address.toString();
  return shown === attack ? attack : `${shown} ${address.fingerprint}`;
}

async function loadSource({ options, label }: Start, last: LastRun | null) {
  const phase = options.progress.begin('fetch');
  const context: SourceContext = {
    github: options.github,
    sourceToken: options.sourceToken,
    starter: path.join(options.root, 'content', 'starter'),
    limits: options.limits,
    http: options.http,
    signal: options.signal,
    onBytes: (received, expected) => phase.advance(received, expected),
    onNote: (message) => phase.note(message),
  };
  const known = last && { commit: last.commit, etag: last.etag };
  const fetched = await fetchSource(options.source, context, known);
  const commit = fetched.kind === 'files' ? fetched.files.commit : fetched.commit;
  const at = commit ? ` at ${commit.slice(0, 9)}` : '';
  phase.end(
    fetched.kind === 'files'
      ? `${label}${at}: ${fetched.files.rules.length} rule files, ${fetched.files.samples.length} sample files`
      : `${label}${at}: unchanged`,
  );
  return fetched;
}

async function loadAttack({ options }: Start): Promise<AttackSource> {
  const phase = options.progress.begin('attack');
  const source = await fetchAttack(options.attack, options.root, {
    content: path.join(options.root, 'content'),
    cache: path.dirname(options.databaseFile),
    http: options.http,
    signal: options.signal,
    onBytes: (received, expected) => phase.advance(received, expected),
    onNote: (message) => phase.note(message),
  });
  for (const { message } of source.issues) phase.note(message);
  phase.end(source.label);
  return source;
}
