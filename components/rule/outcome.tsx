import { Icon } from '@/components/ui/icon';
import type { Outcome as OutcomeKind } from '@/lib/translate';

const MEANING = {
  exact: 'The same events match, as far as the schema can say.',
  approximate: 'Wider or narrower than the rule; the notes say where and why.',
  unsupported: 'No query on this target; the notes say why.',
} as const satisfies Record<OutcomeKind, string>;

const LOOK = {
  exact: { icon: 'done', colour: 'text-good' },
  approximate: { icon: 'approximate', colour: 'text-warn' },
  unsupported: { icon: 'none', colour: 'text-muted' },
} as const satisfies Record<OutcomeKind, object>;

export function Outcome({ outcome, explain = false }: { outcome: OutcomeKind; explain?: boolean }) {
  const { icon, colour } = LOOK[outcome];
  return (
    <span className="inline-flex items-center gap-1 text-xs">
      <Icon name={icon} className={colour} />
      <span className={colour}>{outcome}</span>
      {explain ? <span className="text-muted">· {MEANING[outcome]}</span> : null}
    </span>
  );
}
