import Link from 'next/link';
import { choiceHref, type QueryChoice } from '@/lib/catalog/query-choice';
import type { StoredTranslation } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { Outcome, type OutcomeMeanings } from './outcome';

/** The targets with their outcomes, and below them the alternatives of the chosen target. */
export function QueryTabs({
  ruleId,
  translations,
  choice,
  meanings,
}: {
  ruleId: string;
  translations: readonly StoredTranslation[];
  choice: QueryChoice;
  meanings: OutcomeMeanings;
}) {
  const { translation, variant } = choice;
  const variants = [translation, ...translation.alternatives];
  return (
    <>
      <nav aria-label="Targets" className="tabs">
        <div>
          {translations.map(({ target, outcome }) => (
            <Link
              key={target}
              href={choiceHref(ruleId, target, null)}
              scroll={false}
              prefetch={false}
              aria-current={target === translation.target ? 'true' : undefined}
              className="tab"
            >
              {TARGET_NAME[target]} <Outcome outcome={outcome} meanings={meanings} />
            </Link>
          ))}
        </div>
      </nav>
      {variants.length > 1 ? (
        <nav aria-label="Tables" className="flex flex-wrap items-center gap-1.5 pt-2">
          <span className="text-faint text-xs">Table</span>
          {variants.map((each, index) => (
            <Link
              key={`${each.table} ${each.label}`}
              href={choiceHref(ruleId, translation.target, index === 0 ? null : each.table)}
              scroll={false}
              prefetch={false}
              aria-current={each === variant ? 'true' : undefined}
              className="chip aria-[current]:border-accent aria-[current]:text-text"
            >
              <span className="font-mono text-2xs">{each.table}</span>
              {each.label}
            </Link>
          ))}
        </nav>
      ) : null}
    </>
  );
}
