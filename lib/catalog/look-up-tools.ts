import { readKnowledge } from '@/lib/knowledge';
import type { LookUpTools } from '@/lib/look-ups';
import { currentPivots, hostOf, timeOf } from '@/lib/pivots';
import { createTranslator } from '@/lib/translate';

let current: LookUpTools | null = null;

/** What makes queries of look-ups, from `content/`, read once per process. Throws an Error that names each fault. */
export function lookUpTools(): LookUpTools {
  if (current) return current;
  const pivots = currentPivots();
  current = {
    translator: createTranslator(readKnowledge()),
    hostOf: (table, product) => hostOf(pivots.get(table), product),
    timeColumn: (table, target) => timeOf(pivots.get(table), target),
    shownOf: (table) => pivots.get(table)?.shown ?? [],
  };
  return current;
}
