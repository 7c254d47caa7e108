import type { FeedFilter } from './feed-filter';
import type { IndexedTechnique, RuleIndex } from './rule-index';

/**
 * Techniques are asked for by id or by name. Names become ids, the shortest name that has the words
 * first; a revoked id becomes its successor, and that is told. What no technique is called is told too,
 * and no rule has it.
 */
export function resolveTechniques(
  index: RuleIndex,
  filter: FeedFilter,
): { readonly filter: FeedFilter; readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const technique = filter.technique.flatMap((asked) => {
    const successor = index.successors.get(asked.toUpperCase());
    if (successor) {
      mistakes.push(`${asked.toUpperCase()} was revoked; its rules are under ${successor}.`);
      return [successor];
    }
    const found = findTechnique(index, asked);
    if (!found) mistakes.push(`No technique is called “${asked}”.`);
    return [found?.id ?? asked];
  });
  return { filter: { ...filter, technique: [...new Set(technique)] }, mistakes };
}

function findTechnique(index: RuleIndex, asked: string): IndexedTechnique | undefined {
  const exact = index.techniques.get(asked.toUpperCase());
  if (exact) return exact;
  const words = asked.toLowerCase().split(/\s+/);
  return [...index.techniques.values()]
    .filter(({ id, name }) => words.every((word) => `${id} ${name}`.toLowerCase().includes(word)))
    .sort((a, b) => a.name.length - b.name.length)[0];
}
