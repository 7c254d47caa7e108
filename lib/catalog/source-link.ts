/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

const GITHUB = /^github:([^/]+)\/([^@]+)(?:@(.+))?$/;
const GITHUB_URL = /^https:\/\/(?:www\.|codeload\.)?github\.com\/([^/]+)\/([^/]+)\//;
// GitHub names its tarballs OWNER-NAME-COMMIT.
const TARBALL = /^([A-Za-z0-9]+)-([A-Za-z0-9._-]+)-([0-9a-f]{7,40})(?:\.tar\.gz|\.tgz)?$/;

/** The repository in a source's label: `github:OWNER/NAME`, a URL, or the name of a GitHub tarball. */
export function repositoryOf(source: string, commit: string | null): Repository | null {
  const named = GITHUB.exec(source) ?? GITHUB_URL.exec(source);
  if (named?.[1] && named[2]) return { owner: named[1], name: named[2] };
  const [, owner, name, short] = TARBALL.exec(source) ?? [];
  return owner && name && short && commit?.startsWith(short) ? { owner, name } : null;
}

/** The URL of a file on GitHub at the commit. Null if the source is not on GitHub. */
export function upstreamUrl(source: string, commit: string | null, path: string): string | null {
  const repository = repositoryOf(source, commit);
  if (!repository) return null;
  const at = commit ?? GITHUB.exec(source)?.[3] ?? 'HEAD';
  const file = path.split('/').map(encodeURIComponent).join('/');
  return `https://github.com/${repository.owner}/${repository.name}/blob/${encodeURIComponent(at)}/${file}`;
}

/** `SigmaHQ` for SigmaHQ's own repository, `owner/name` for others, or the label of a source elsewhere. */
export function sourceName(source: string, commit: string | null): string {
  const repository = repositoryOf(source, commit);
  if (!repository) return source === 'starter' ? 'Watchfloor starter rules' : source;
  const { owner, name } = repository;
  return name === 'sigma' ? owner : `${owner}/${name}`;
}
