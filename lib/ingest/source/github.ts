import path from 'node:path';
import { SyncFailure } from '../failure';
import { Address } from './address';
import { download } from './download';
import { get, type Http } from './http';
import type { Limits } from './limits';
import type { Known } from './types';

export interface GithubSource {
  readonly kind: 'github';
  readonly owner: string;
  readonly name: string;
  /** A branch, tag or commit. Null for the default branch. */
  readonly ref: string | null;
}

export interface GithubAccess {
  /** Without a trailing slash. */
  readonly apiUrl: string;
  readonly token: string | null;
}

export type Head =
  | { readonly kind: 'unchanged'; readonly commit: string; readonly etag: string | null }
  | { readonly kind: 'changed'; readonly commit: string; readonly etag: string | null };

/**
 * Returns the commit that the ref names. Sends the last ETag, so that GitHub answers 304 for an unchanged
 * repository. A 304 does not count against the rate limit.
 */
export async function askHead(
  http: Http,
  source: GithubSource,
  access: GithubAccess,
  known: Known | null,
): Promise<Head> {
  const { owner, name, ref } = source;
  const headers: Record<string, string> = {
    accept: 'application/vnd.github.sha',
    'x-github-api-version': '2022-11-28',
  };
  if (known?.etag && known.commit) headers['if-none-match'] = known.etag;
  const path = `commits/${encodeURIComponent(ref ?? 'HEAD')}`;
  const what = `the commit of ${owner}/${name}${ref ? `@${ref}` : ''}`;
  return get(http, { ...requestOf(source, access, path), headers, what }, async (response) => {
    const etag = response.headers.get('etag');
    if (response.status === 304 && known?.commit) {
      return { kind: 'unchanged', commit: known.commit, etag: etag ?? known.etag };
    }
    const commit = (await response.text()).trim();
    if (!/^[0-9a-f]{40}$/.test(commit)) {
      throw new SyncFailure(
        `The response for ${what} is not a commit`,
        'Check GITHUB_API_URL: it must be the address of a GitHub API.',
      );
    }
    return { kind: commit === known?.commit ? 'unchanged' : 'changed', commit, etag };
  });
}

/** Downloads the tarball of a commit into `folder` and returns the file's path. */
export async function fetchTarball(
  http: Http,
  source: GithubSource,
  access: GithubAccess,
  commit: string,
  folder: string,
  limits: Limits,
  onBytes: (received: number, expected: number | null) => void,
): Promise<string> {
  const file = path.join(folder, `${commit}.tar.gz`);
  const what = `the archive of ${source.owner}/${source.name}`;
  await download(
    http,
    { ...requestOf(source, access, `tarball/${commit}`), what },
    file,
    limits.archive,
    onBytes,
  );
  return file;
}

function requestOf({ owner, name }: GithubSource, access: GithubAccess, path: string) {
  return {
    address: Address.parse(`${access.apiUrl}/repos/${owner}/${name}/${path}`),
    token: { variable: 'GITHUB_TOKEN', value: access.token },
  } as const;
}
