import type { Proof } from '@/lib/proof/types';
import { Icon } from './icon';

/** The one name of each proof state on every page. */
export const PROOF_NAME = {
  proven: 'Proven on real events',
  'self-tested': 'Self-tested',
  checked: 'Checked by the parser',
  approximate: 'Approximate',
  disagrees: 'Disagrees',
  pending: 'Pending',
  none: 'No query',
} as const satisfies Record<Proof, string>;

/** What each proof state means, from the glossary. */
export type ProofMeanings = Readonly<Record<Proof, string>>;

/** How well a rule's queries are tested; hover or focus shows what the word means. */
export function ProofBadge({
  proof,
  meanings,
  href,
  side,
}: {
  proof: Proof;
  meanings: ProofMeanings;
  href: string;
  /** Set it where the tooltip has no room to the left of the badge. */
  side?: 'left';
}) {
  return (
    <a
      href={href}
      className={`tip proof proof-${proof}`}
      data-side={side}
      data-tip={meanings[proof]}
    >
      <Icon name={proof} />
      {PROOF_NAME[proof]}
    </a>
  );
}
