/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

const GITHUB = /^github:([^/]+)\/([^@]+)(?:@(.+))?$/;
const GITHUB_URL = /^https:\/\/(?:www\.|codeload\.)?github\.com\/([^/]+)\/([^/]+)\//;

/** The repository in a source's label: `github:OWNER/NAME` or a URL on GitHub. */
export function repositoryOf(source: string): Repository | null {
  const named = GITHUB.exec(source) ?? GITHUB_URL.exec(source);
  return named?.[1] && named[2] ? { owner: named[1], name: named[2] } : null;
}

/** The URL of a commit on GitHub. Null if the source is not there. */
export function commitUrlOf(source: string, commit: string | null): string | null {
  const repository = commit && repositoryOf(source);
  return repository
    ? `https://github.com/${repository.owner}/${repository.name}/commit/${commit}`
    : null;
}

/** The URL of a file on GitHub at the commit. Null if the source is not on GitHub. */
export function upstreamUrl(source: string, commit: string | null, path: string): string | null {
  const repository = repositoryOf(source);
  if (!repository) return null;
  const at = commit ?? GITHUB.exec(source)?.[3] ?? 'HEAD';
  const file = path.split('/').map(encodeURIComponent).join('/');
  return `https://github.com/${repository.owner}/${repository.name}/blob/${encodeURIComponent(at)}/${file}`;
}

/** `SigmaHQ` for SigmaHQ's own repository, `owner/name` for others, or the label of a source elsewhere. */
export function sourceName(source: string): string {
  const repository = repositoryOf(source);
  if (!repository) return source === 'starter' ? 'Watchfloor starter rules' : source;
  const { owner, name } = repository;
  return name === 'sigma' ? owner : `${owner}/${name}`;
}
