// A source has SigmaHQ's layout: collections of rules at the top, sample events beside them. A folder of
// rules without collections is one collection, `rules`.

const OUT_OF_FEED = new Set(['deprecated', 'unsupported']);

/** SigmaHQ names its collections `rules` and `rules-*`, so a new one needs no change here. */
export function isCollection(folder: string): boolean {
  return folder === 'rules' || /^rules-[a-z0-9-]+$/.test(folder) || OUT_OF_FEED.has(folder);
}

/** Whether the feed shows rules of the collection by default. */
export function isInFeed(collection: string): boolean {
  return !OUT_OF_FEED.has(collection);
}

/** The values of placeholders beside the operator's filters. Not a rule. */
export const PLACEHOLDER_FILE = 'placeholders.yml';

export type FileRole = 'rule' | 'sample';

/** What a sync uses a file for, by its path in the source. Null if it ignores the file. */
export function roleOf(path: string): FileRole | null {
  if (path === PLACEHOLDER_FILE) return null;
  if (/\.ya?ml$/i.test(path)) {
    return /^(regression_data|events|tests|other|documentation|\.[^/]*)\//.test(path)
      ? null
      : 'rule';
  }
  if (/^(regression_data|events)\/.*\.json$/.test(path)) return 'sample';
  return null;
}

/** The id of the rule that a sample file belongs to. SigmaHQ and the starter rules use it as file name. */
export function sampleOwner(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
}

/**
 * The collection of each rule file. If the source has collections, files outside them (`other/`, files at
 * the top) map to null: they are not rules of the source.
 */
export function collectionsOf(paths: readonly string[]): ReadonlyMap<string, string | null> {
  const top = (path: string) => path.slice(0, Math.max(0, path.indexOf('/')));
  const laidOut = paths.some((path) => isCollection(top(path)));
  return new Map(
    paths.map((path) => {
      if (!laidOut) return [path, 'rules'];
      return [path, isCollection(top(path)) ? top(path) : null];
    }),
  );
}
