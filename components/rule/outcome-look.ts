import type { IconName } from '@/components/ui/icon';
import type { Outcome } from '@/lib/translate';

/** How each outcome looks. */
export const OUTCOME_LOOK = {
  exact: { icon: 'done', colour: 'text-good' },
  approximate: { icon: 'approximate', colour: 'text-warn' },
  unsupported: { icon: 'none', colour: 'text-muted' },
} as const satisfies Record<Outcome, { icon: IconName; colour: string }>;
