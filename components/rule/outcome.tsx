import { Icon } from '@/components/ui/icon';
import type { Outcome as OutcomeKind } from '@/lib/translate';
import { OUTCOME_LOOK } from './outcome-look';

/** What each outcome means, from the glossary. */
export type OutcomeMeanings = Readonly<Record<OutcomeKind, string>>;

/** An outcome by its icon and name. */
export function OutcomeName({ outcome, meaning }: { outcome: OutcomeKind; meaning?: string }) {
  const { icon, colour } = OUTCOME_LOOK[outcome];
  return (
    <span className="inline-flex items-baseline gap-1 text-xs" title={meaning}>
      <Icon name={icon} className={`${colour} self-center`} />
      <span className={colour}>{outcome}</span>
    </span>
  );
}

/** The outcome of a translation; its meaning follows with `explain`, otherwise it is the tooltip. */
export function Outcome({
  outcome,
  meanings,
  explain = false,
}: {
  outcome: OutcomeKind;
  meanings: OutcomeMeanings;
  explain?: boolean;
}) {
  if (!explain) return <OutcomeName outcome={outcome} meaning={meanings[outcome]} />;
  return (
    <span className="text-muted text-xs">
      <OutcomeName outcome={outcome} />: {meanings[outcome]}
    </span>
  );
}
