import Link from 'next/link';
import type { Proof } from '@/lib/proof/types';
import { Icon } from './icon';

export const PROOF_MEANING = {
  proven:
    'An exact query fires on a published sample event, and nothing run through it disagrees with the rule.',
  constructed:
    'An exact query agrees with the rule on events constructed from it or written for it, or on another sensor’s form of a sample: a consistency check, not proof on real telemetry.',
  checked:
    'There is an exact query, clean under Microsoft’s own parser and binder; no event shows that it fires.',
  approximate: 'The query is wider or narrower than the rule; the rule’s page says where and why.',
  none: 'No query for this rule on any target; the rule’s page says why.',
} as const satisfies Record<Proof, string>;

export const PROOF_NAME = {
  proven: 'Proven',
  constructed: 'Constructed',
  checked: 'Checked',
  approximate: 'Approximate',
  none: 'No query',
} as const satisfies Record<Proof, string>;

/** How far a rule's queries are known to be right; the meaning is one hover or focus away. */
export function ProofBadge({
  proof,
  href,
  side,
}: {
  proof: Proof;
  href: string;
  /** Where the badge stands, when there is no room to the left of it. */
  side?: 'left';
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={`tip proof proof-${proof}`}
      data-side={side}
      data-tip={PROOF_MEANING[proof]}
    >
      <Icon name={proof} />
      {PROOF_NAME[proof]}
    </Link>
  );
}
