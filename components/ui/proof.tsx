import Link from 'next/link';
import type { Proof } from '@/lib/proof/types';
import { Icon } from './icon';

export const PROOF_MEANING = {
  proven: 'Fires on published sample events, and not on near misses of them.',
  constructed:
    'Agrees with the rule on events constructed from it: a consistency check, not proof on real telemetry.',
  checked: 'Parsed and bound by Microsoft’s own parser without error; not yet run on an event.',
  approximate: 'Wider or narrower than the rule; the rule’s page says where and why.',
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
export function ProofBadge({ proof, href }: { proof: Proof; href: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={`tip proof proof-${proof}`}
      data-tip={PROOF_MEANING[proof]}
    >
      <Icon name={proof} />
      {PROOF_NAME[proof]}
    </Link>
  );
}
