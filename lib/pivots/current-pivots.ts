import { contentTexts } from '@/lib/content';
import { loadPivots, type PivotKnowledge } from './load-pivots';

let current: PivotKnowledge | null = null;

/** `content/pivots`, read once per process. Throws an Error that names file, line and reason of each fault. */
export function currentPivots(): PivotKnowledge {
  if (current) return current;
  const { pivots, problems } = loadPivots(contentTexts('pivots'));
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => `content/pivots: ${message}`).join('\n'));
  }
  current = pivots;
  return current;
}
