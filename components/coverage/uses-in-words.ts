import { countOf } from '@/components/ui/count';
import type { IndexedTechnique } from '@/lib/catalog/rule-index';

/** How many groups and programs ATT&CK knows to use a technique: `3 groups, 33 programs`. Empty without any. */
export function usesInWords({ groups, software }: IndexedTechnique['known']): string {
  return [groups > 0 && countOf(groups, 'group'), software > 0 && countOf(software, 'program')]
    .filter(Boolean)
    .join(', ');
}
