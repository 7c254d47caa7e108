import type { FeedFilter } from './feed-filter';
import { renamedTechnique } from './former-names';
import type { Mistake } from './mistake';
import type { IndexedTechnique, RuleIndex } from './rule-index';

/**
 * Resolves techniques given by id or by name. A name becomes the id of the technique with the shortest
 * name that contains its words. A revoked id or a former name becomes its successor, with a note in `mistakes`. A value
 * that matches no technique stays as it is, so that no rule passes it, and is noted too.
 */
export function resolveTechniques(
  index: RuleIndex,
  filter: FeedFilter,
): { readonly filter: FeedFilter; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const technique = filter.technique.flatMap((asked) => {
    const renamed = renamedTechnique(index, asked);
    if (renamed) {
      mistakes.push({ text: renamed.sentence });
      return renamed.now;
    }
    const found = findTechnique(index, asked);
    if (!found) mistakes.push({ text: `No technique matches “${asked}”.` });
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
