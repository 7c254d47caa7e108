/** Where a source stands on GitHub, if it says so. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

const GITHUB = /^github:([^/]+)\/([^@]+)(?:@(.+))?$/;
const GITHUB_URL = /^https:\/\/(?:www\.|codeload\.)?github\.com\/([^/]+)\/([^/]+)\//;
// GitHub names its tarballs OWNER-NAME-COMMIT.
const TARBALL = /^([A-Za-z0-9]+)-([A-Za-z0-9._-]+)-([0-9a-f]{7,40})(?:\.tar\.gz|\.tgz)?$/;

/** The repository that a source label names: by itself, by its address, or as a tarball of GitHub. */
export function repositoryOf(source: string, commit: string | null): Repository | null {
  const named = GITHUB.exec(source) ?? GITHUB_URL.exec(source);
  if (named?.[1] && named[2]) return { owner: named[1], name: named[2] };
  const [, owner, name, short] = TARBALL.exec(source) ?? [];
  return owner && name && short && commit?.startsWith(short) ? { owner, name } : null;
}

/** A file on GitHub as it was at the commit; null when the source is not on GitHub. */
export function upstreamUrl(source: string, commit: string | null, path: string): string | null {
  const repository = repositoryOf(source, commit);
  if (!repository) return null;
  const at = commit ?? GITHUB.exec(source)?.[3] ?? 'HEAD';
  const file = path.split('/').map(encodeURIComponent).join('/');
  return `https://github.com/${repository.owner}/${repository.name}/blob/${encodeURIComponent(at)}/${file}`;
}

/** `SigmaHQ` for SigmaHQ's own repository, else `owner/name`, or the label of what is not on GitHub. */
export function sourceName(source: string, commit: string | null): string {
  const repository = repositoryOf(source, commit);
  if (!repository) return source === 'starter' ? 'Watchfloor starter rules' : source;
  const { owner, name } = repository;
  return name === 'sigma' ? owner : `${owner}/${name}`;
}
