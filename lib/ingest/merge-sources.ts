import type { Issue } from './issue';
import type { ReadRule, ReadRules } from './read-rules';

/** A rule, and the id of its source's profile. */
export interface SourcedRule extends ReadRule {
  readonly sourceId: string;
}

/** Where another source has a rule too. */
export interface OtherPlace {
  readonly sourceId: string;
  readonly path: string;
  /** Whether its text is the same. */
  readonly same: boolean;
}

/** What was read of several sources. */
export interface ReadSources {
  /** Each id once, from the first source that has it. */
  readonly rules: readonly SourcedRule[];
  /** The other sources that have a rule, by its id. */
  readonly alsoIn: ReadonlyMap<string, readonly OtherPlace[]>;
  readonly issues: readonly Issue[];
  /** Whether a source still has the rule, but in a form that cannot be read. */
  isUnreadable(rule: { id: string; path: string; sourceId: string }): boolean;
}

/** Puts sources together, in the order of the list. A rule in two of them is one rule. */
export function mergeSources(
  sources: readonly { readonly sourceId: string; readonly read: ReadRules }[],
): ReadSources {
  const rules = new Map<string, SourcedRule>();
  const alsoIn = new Map<string, OtherPlace[]>();
  for (const { sourceId, read } of sources) {
    for (const rule of read.rules) {
      const first = rules.get(rule.id);
      if (!first) {
        rules.set(rule.id, { ...rule, sourceId });
        continue;
      }
      const others = alsoIn.get(rule.id) ?? [];
      others.push({ sourceId, path: rule.path, same: first.contentHash === rule.contentHash });
      alsoIn.set(rule.id, others);
    }
  }
  return {
    rules: [...rules.values()],
    alsoIn,
    issues: sources.flatMap(({ read }) => read.issues),
    isUnreadable: ({ id, path, sourceId }) =>
      sources.some(
        (one) =>
          one.read.unreadableIds.has(id) ||
          // The catalog of an older version does not say which source a rule is from.
          ((sourceId === one.sourceId || sourceId === '') && one.read.unreadablePaths.has(path)),
      ),
  };
}
