import { PROOF_NAME } from '@/components/ui/proof';
import type { Facet } from '@/lib/catalog/feed-filter';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import type { Proof } from '@/lib/proof/types';
import { TARGET_NAME, type Target } from '@/lib/target';

export const FACET_NAME = {
  level: 'Level',
  tactic: 'Tactic',
  technique: 'Technique',
  threat: 'Threat',
  cve: 'CVE',
  table: 'Table',
  product: 'Product',
  target: 'Target',
  outcome: 'Outcome',
  proof: 'Proof',
  status: 'Status',
  source: 'Source',
  collection: 'Collection',
  change: 'Since the last sync',
} as const satisfies Record<Facet, string>;

/** The display name of a facet's value. */
export function facetLabel(facet: Facet, value: string, index: RuleIndex): string {
  switch (facet) {
    case 'tactic':
      return index.tactics.find(({ shortName }) => shortName === value)?.name ?? value;
    case 'technique': {
      const technique = index.techniques.get(value);
      return technique ? `${value} ${technique.name}` : value;
    }
    case 'source':
      return index.sources.get(value)?.name ?? value;
    case 'target':
      return Object.hasOwn(TARGET_NAME, value) ? TARGET_NAME[value as Target] : value;
    case 'proof':
      return Object.hasOwn(PROOF_NAME, value) ? PROOF_NAME[value as Proof] : value;
    default:
      return value;
  }
}
