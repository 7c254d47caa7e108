import { Diff } from '@/components/rule/diff';
import { countOf } from '@/components/ui/count';
import { StrangerText } from '@/components/ui/stranger-text';
import type { ComparedDetection, DeployedComparison } from '@/lib/catalog/deploy/compare';
import type { DeployedState } from '@/lib/deploy/deployed/compare-deployed';

const STATES: readonly (readonly [state: DeployedState, title: string, meaning: string])[] = [
  ['behind', 'Behind', 'As it was exported, but the catalog has another query today.'],
  ['changed', 'Changed by hand', 'Not as it was exported, or from an export that names no query.'],
  ['removed', 'No longer here', 'The catalog has no such rule or query any more.'],
  ['current', 'Current', 'The query is the catalog’s own.'],
  ['unknown', 'From elsewhere', 'Nothing in it names a rule of this catalog.'],
];

/** The rules of an export by their state, the ones to act on first. */
export function Comparison({
  answer: { rules, unread, techniques, added },
  selected,
}: {
  answer: DeployedComparison;
  selected: number;
}) {
  return (
    <div className="space-y-4">
      {unread.map(({ place, reason }) => (
        <p key={place} className="note note-warning">
          <b className="stranger">{place}</b>: {reason}
        </p>
      ))}
      {rules.length > 0 ? (
        <p>
          {countOf(rules.length, 'rule')},{' '}
          {STATES.map(([state, title]) => {
            const count = rules.filter((rule) => rule.state === state).length;
            return count > 0 ? `${count} ${title.toLowerCase()}` : null;
          })
            .filter(Boolean)
            .join(', ')}
          . They name {countOf(techniques.length, 'technique')} of ATT&amp;CK
          {selected > 0
            ? `; your selection would add ${countOf(added.length, 'technique')}${added.length > 0 ? `: ${added.slice(0, 30).join(', ')}` : ''}`
            : ''}
          .
        </p>
      ) : null}
      {STATES.map(([state, title, meaning]) => {
        const own = rules.filter((rule) => rule.state === state);
        if (own.length === 0) return null;
        return (
          <section key={state} aria-label={title}>
            <h2 className="font-semibold text-lg">
              {title} <span className="num text-faint">{own.length}</span>
            </h2>
            <p className="text-muted text-sm">{meaning}</p>
            <ul className="mt-1">
              {own.map((rule) => (
                <Detection key={rule.place} rule={rule} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Detection({
  rule: { name, place, kind, enabled, rule, redundantWith, diff },
}: {
  rule: ComparedDetection;
}) {
  return (
    <li className="border-t py-2">
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="min-w-0 font-medium">
          {rule ? (
            <a href={`/rules/${encodeURIComponent(rule.id)}`}>
              <StrangerText text={name} kind="title" />
            </a>
          ) : (
            <StrangerText text={name} kind="title" />
          )}
        </span>
        <span className="text-muted text-sm">
          {kind}
          {enabled === false ? ', disabled' : ''}
        </span>
        <span className="stranger text-faint text-xs">{place}</span>
      </p>
      {redundantWith.places.length > 0 ? (
        <p className="text-sm text-warn">
          Asks the same as, or comes from the same rule as{' '}
          <span className="stranger">{redundantWith.places.join('; ')}</span>
          {redundantWith.more > 0 ? ` and ${redundantWith.more} more` : ''}
        </p>
      ) : null}
      {diff.length > 0 ? (
        <details className="mt-1 text-sm">
          <summary className="link">What the catalog has instead</summary>
          <Diff hunks={diff} />
        </details>
      ) : null}
    </li>
  );
}
