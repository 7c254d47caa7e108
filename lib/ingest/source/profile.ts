import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Repository, repositoryOf } from '@/lib/catalog/source-link';
import { readYamlFile, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import { EXIT, SyncFailure } from '../failure';
import { parseSource, type Source, sourceLabel } from './parse-source';

/** Who answers for the rules of a source. */
export const TRUST = ['reviewed', 'community', 'own'] as const;
export type Trust = (typeof TRUST)[number];

/** What is known of a source besides its files. */
export interface SourceProfile {
  /** Short and stable: the catalog knows the source's rules by it. */
  readonly id: string;
  readonly name: string;
  readonly homepage: string | null;
  /** For rules that state none. Null: nobody states one. */
  readonly licence: { readonly name: string; readonly url: string | null } | null;
  readonly trust: Trust;
  /** Whether the feed shows its rules without being asked. */
  readonly inFeed: boolean;
  /** The folders with rules. Empty: all. */
  readonly folders: readonly string[];
}

/** The operator's own filters, in TUNING_DIR. They change the queries of the other sources' rules. */
export const TUNING: SourceProfile = {
  id: 'tuning',
  name: 'Your tuning',
  homepage: null,
  licence: null,
  trust: 'own',
  inFeed: true,
  folders: [],
};

/** A source that a name stands for. */
export interface NamedProfile extends SourceProfile {
  readonly from: string;
}

/** A source of a sync, as it was asked for. */
export interface SyncSource {
  readonly source: Source;
  /** Null if it was not asked for by name. */
  readonly profile: SourceProfile | null;
}

const profileSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'must be lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(100),
  from: z.string().min(1),
  homepage: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  licence: z
    .strictObject({
      name: z.string().min(1).max(200),
      url: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
  trust: z.enum(TRUST).default('community'),
  inFeed: z.boolean().default(true),
  folders: z.array(z.string().regex(/^[^/].*[^/]$/)).default([]),
});

/**
 * The sources that have a name: `content/sources.yml` below `root`, and the operator's own file, whose
 * entries replace those with the same id. Throws a SyncFailure that names the file, the line and the reason.
 */
export function readProfiles(root: string, ownFile: string | null): readonly NamedProfile[] {
  const shipped = readProfileFile(path.join(root, 'content', 'sources.yml'));
  const own = ownFile === null ? [] : readProfileFile(ownFile);
  const replaced = new Set(own.map(({ id }) => id));
  return [...shipped.filter(({ id }) => !replaced.has(id)), ...own];
}

function readProfileFile(file: string): readonly NamedProfile[] {
  const problems: YamlProblem[] = [];
  const profiles = readYamlFile(readText(file), z.array(profileSchema), problems);
  if (profiles) return profiles;
  throw new SyncFailure(
    `The list of sources is not valid\n${problems.map(({ message }) => message).join('\n')}`,
    'Correct the file. content/sources.yml is an example.',
    EXIT.usage,
  );
}

function readText(file: string): YamlFile {
  try {
    return { path: file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyncFailure(
      `Cannot read the list of sources: ${reason}`,
      'Check SOURCES.',
      EXIT.usage,
    );
  }
}

/**
 * The sources that a list names, in its order, which decides when two have the same rule. An item is the id
 * of a profile or what `parseSource` takes. Throws a SyncFailure for an item that is not valid, and for one
 * that is named twice.
 */
export function resolveSources(
  items: readonly string[],
  profiles: readonly NamedProfile[],
  cwd: string,
): readonly SyncSource[] {
  const sources = items.map((item): SyncSource => {
    const profile = profiles.find(({ id }) => id === item) ?? null;
    return { source: parseSource(profile?.from ?? item, cwd), profile };
  });
  requireDistinct(sources.map(({ source }) => sourceLabel(source)));
  return sources;
}

/** The operator's filters as a source beside the others. Throws a SyncFailure if it is not a folder. */
export function tuningSource(folder: string | null): readonly SyncSource[] {
  if (folder === null) return [];
  const source = parseSource(folder, '/');
  if (source.kind === 'directory') return [{ source, profile: TUNING }];
  throw new SyncFailure(
    'TUNING_DIR is not a folder',
    'Put your filters into a folder.',
    EXIT.usage,
  );
}

/** Throws a SyncFailure if one name stands for two sources. */
export function requireDistinct(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return;
  throw new SyncFailure(
    `Two sources are ${twice}`,
    'Name each source once. Folders and archives of one name need entries with ids of their own in the file that SOURCES names.',
    EXIT.usage,
  );
}

/** The profile of a source that was not asked for by name: a named one that it comes from, or a plain one. */
export function profileOf(
  source: Source,
  repository: Repository | null,
  profiles: readonly NamedProfile[],
): SourceProfile {
  const label = sourceLabel(source);
  const known = profiles.find(
    ({ from }) => from === label || (repository && isSame(repositoryOf(from), repository)),
  );
  if (known) return known;
  const name = repository ? `${repository.owner}/${repository.name}` : label;
  return {
    id: repository ? `github:${name}` : label,
    name,
    homepage: repository ? `https://github.com/${name}` : null,
    licence: null,
    trust: source.kind === 'directory' && !repository ? 'own' : 'community',
    inFeed: true,
    folders: [],
  };
}

/**
 * The repository behind the folder that GitHub packs an archive in, `OWNER-NAME-COMMIT`. Both names may have
 * hyphens, so that the folder alone can be ambiguous: then it is one that a profile names, or null.
 */
export function packedRepository(
  folder: string | null,
  commit: string | null,
  profiles: readonly NamedProfile[],
): Repository | null {
  const [, names, short] = /^(.+)-([0-9a-f]{7,40})$/.exec(folder ?? '') ?? [];
  if (!names || !short || !commit?.startsWith(short)) return null;
  const parts = names.split('-');
  const splits = parts.slice(1).map(
    (_, at): Repository => ({
      owner: parts.slice(0, at + 1).join('-'),
      name: parts.slice(at + 1).join('-'),
    }),
  );
  const [only] = splits;
  if (splits.length === 1 && only) return only;
  return (
    splits.find((split) => profiles.some(({ from }) => isSame(repositoryOf(from), split))) ?? null
  );
}

/** GitHub ignores case in names. */
function isSame(one: Repository | null, other: Repository): boolean {
  return (
    one?.owner.toLowerCase() === other.owner.toLowerCase() &&
    one.name.toLowerCase() === other.name.toLowerCase()
  );
}
