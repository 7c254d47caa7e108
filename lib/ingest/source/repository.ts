/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

const GITHUB_URL = /^https:\/\/(?:www\.|codeload\.)?github\.com\/([^/]+)\/([^/]+)\//;

/** The repository in a label (`github:OWNER/NAME[@REF]` or an address on GitHub), or null. */
export function repositoryIn(label: string): Repository | null {
  const [, owner, name] = /^github:([^/]+)\/([^@]+)/.exec(label) ?? GITHUB_URL.exec(label) ?? [];
  return owner && name ? { owner, name } : null;
}
