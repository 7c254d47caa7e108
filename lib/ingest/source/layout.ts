// A source is a folder as SigmaHQ lays it out: rules in collections at the top, sample events beside
// them. A folder of rules without collections is one collection, `rules`.

const OUT_OF_FEED = new Set(['deprecated', 'unsupported']);

/** SigmaHQ names its collections `rules` and `rules-<what>`; a new one needs no change here. */
export function isCollection(folder: string): boolean {
  return folder === 'rules' || /^rules-[a-z0-9-]+$/.test(folder) || OUT_OF_FEED.has(folder);
}

/** Whether rules of the collection are shown in the feed unless asked for. */
export function isInFeed(collection: string): boolean {
  return !OUT_OF_FEED.has(collection);
}

export type FileRole = 'rule' | 'sample';

/** What a file is to the sync by its path below the source's root; null: nothing. */
export function roleOf(path: string): FileRole | null {
  if (/\.ya?ml$/i.test(path)) {
    return /^(regression_data|events|tests|other|documentation|\.[^/]*)\//.test(path)
      ? null
      : 'rule';
  }
  if (/^(regression_data|events)\/.*\.json$/.test(path)) return 'sample';
  return null;
}

/** The rule whose samples the file has: SigmaHQ and the starter name such files by the rule's id. */
export function sampleOwner(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
}

/**
 * Collection of each rule file. Where any file is in a collection folder, the files outside of them
 * (`other/`, files at the top) are not rules of the source: null.
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
