import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryOf } from '@/lib/catalog/source-link';
import { type Archive, readArchive } from './archive';
import type { Collector } from './collect';
import { readDirectory } from './directory';
import { download } from './download';
import { askHead, fetchTarball, type GithubAccess } from './github';
import { HTTP_POLICY, type Http, type HttpPolicy } from './http';
import { LIMITS, type Limits } from './limits';
import { type Source, sourceLabel } from './parse-source';
import { type NamedProfile, packedRepository } from './profile';
import type { Fetched, Known, SourceFiles } from './types';

export { PLACEHOLDER_FILE } from './layout';
export { LIMITS, type Limits } from './limits';
export { parseSource, type Source, showSource, sourceLabel } from './parse-source';
export {
  type NamedProfile,
  profileOf,
  readProfiles,
  requireDistinct,
  resolveSources,
  type SourceProfile,
  type SyncSource,
  TUNING,
  tuningSource,
} from './profile';
export type { Fetched, Known, SourceFile, SourceFiles } from './types';

export interface SourceContext {
  readonly github: GithubAccess;
  /** Sent to the host of a URL source as a bearer token. */
  readonly sourceToken?: string | null;
  /** The folder of the starter rules. */
  readonly starter: string;
  /** The sources that have a name. They tell whose an archive is. */
  readonly profiles?: readonly NamedProfile[];
  readonly limits?: Limits;
  readonly http?: Partial<HttpPolicy>;
  readonly signal?: AbortSignal;
  readonly onBytes?: (received: number, expected: number | null) => void;
  readonly onNote?: (message: string) => void;
}

/**
 * Reads the rule and sample files of a source, within the limits, and its commit if it names one. With
 * `known`, a single request shows that upstream has not changed. Throws a SyncFailure if any part of the
 * source cannot be read.
 */
export async function fetchSource(
  source: Source,
  context: SourceContext,
  known: Known | null,
): Promise<Fetched> {
  const limits = context.limits ?? LIMITS;
  const http: Http = {
    policy: { ...HTTP_POLICY, ...context.http },
    onRetry: context.onNote,
    signal: context.signal,
  };
  const label = sourceLabel(source);
  const onBytes = context.onBytes ?? (() => {});
  const packed = ({ folder, commit }: Archive) =>
    repositoryOf(label) ?? packedRepository(folder, commit, context.profiles ?? []);
  switch (source.kind) {
    case 'directory':
      return files(label, await readDirectory(source.path, limits));
    case 'starter':
      return files(label, await readDirectory(context.starter, limits));
    case 'archive': {
      const archive = await readArchive(source.path, limits, label);
      return files(label, archive.collector, { ...archive, repository: packed(archive) });
    }
    case 'url':
      return inTemporaryFolder(async (folder) => {
        const file = path.join(folder, 'source.tar.gz');
        const { address } = source;
        const token = { variable: 'SYNC_TOKEN', value: context.sourceToken ?? null } as const;
        await download(http, { address, token, what: label }, file, limits.archive, onBytes);
        const archive = await readArchive(file, limits, label);
        return files(label, archive.collector, { ...archive, repository: packed(archive) });
      });
    case 'github': {
      const head = await askHead(http, source, context.github, known);
      if (head.kind === 'unchanged') return head;
      return inTemporaryFolder(async (folder) => {
        const { commit, etag } = head;
        const { github } = context;
        const file = await fetchTarball(http, source, github, commit, folder, limits, onBytes);
        const { collector, date } = await readArchive(file, limits, `The archive of ${label}`);
        const repository = { owner: source.owner, name: source.name };
        return files(label, collector, { commit, etag, date, repository });
      });
    }
  }
}

function files(
  label: string,
  collector: Collector,
  stated: Partial<Pick<SourceFiles, 'commit' | 'etag' | 'date' | 'repository'>> = {},
): Fetched {
  const { rules, samples, refused, issues } = collector;
  const { commit = null, etag = null, date = null, repository = null } = stated;
  return {
    kind: 'files',
    files: { label, commit, etag, repository, date, rules, samples, refused, issues },
  };
}

async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'watchfloor-sync-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
