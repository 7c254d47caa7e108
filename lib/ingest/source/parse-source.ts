import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { showAddress } from '@/lib/address';
import { EXIT, SyncFailure } from '../failure';
import { Address } from './address';
import type { GithubSource } from './github';

export type Source =
  | GithubSource
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'url'; readonly address: Address }
  | { readonly kind: 'starter' };

const FORMS =
  'Use the id of a source in content/sources.yml, github:OWNER/NAME[@REF], a directory, a .tar.gz file, an https URL of a .tar.gz file, or starter.';

/** Parses the value of `--source`. Resolves paths from `root`. Throws a SyncFailure if it is not valid. */
export function parseSource(text: string, root: string): Source {
  if (text === 'starter') return { kind: 'starter' };
  if (text.startsWith('github:')) return parseGithub(text);
  if (isWebAddress(text)) return { kind: 'url', address: Address.parse(text) };
  const file = path.resolve(root, text);
  if (!existsSync(file)) {
    throw new SyncFailure(`The source ${showSource(text)} does not exist`, FORMS, EXIT.usage);
  }
  const stats = statSync(file);
  if (stats.isDirectory()) return { kind: 'directory', path: file };
  if (stats.isFile()) return { kind: 'archive', path: file };
  throw new SyncFailure(
    `The source ${showSource(text)} is neither a file nor a folder`,
    FORMS,
    EXIT.usage,
  );
}

function parseGithub(text: string): GithubSource {
  const match =
    /^github:([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})(?:@(\S{1,250}))?$/.exec(text);
  const [, owner, name, ref] = match ?? [];
  if (!owner || !name || name === '.' || name === '..' || ref?.includes('..')) {
    throw new SyncFailure(
      `${showSource(text)} does not name a GitHub repository`,
      FORMS,
      EXIT.usage,
    );
  }
  return { kind: 'github', owner, name, ref: ref ?? null };
}

/** Whether a value is meant as a URL rather than as a path. */
export function isWebAddress(text: string): boolean {
  return /^\s*https?:/i.test(text);
}

/** The value of `--source`, valid or not, without what may be a secret. */
export function showSource(text: string): string {
  if (/^github:[\w.-]*(\/[\w./@-]*)?$/.test(text)) return text;
  return /^\s*[a-z][\w+.-]+:|^\/\/|:.*@/i.test(text) ? showAddress(text) : text;
}

/** The name of the source in summaries and on pages. A path is cut to its last part, to keep folders private. */
export function sourceLabel(source: Source): string {
  switch (source.kind) {
    case 'github':
      return `github:${source.owner}/${source.name}${source.ref ? `@${source.ref}` : ''}`;
    case 'directory':
    case 'archive':
      return path.basename(source.path);
    case 'url':
      return source.address.toString();
    case 'starter':
      return 'starter';
  }
}
