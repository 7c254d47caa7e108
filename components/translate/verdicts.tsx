'use client';

import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { StrangerText } from '@/components/ui/stranger-text';
import { WithCode } from '@/components/ui/with-code';
import { TARGET_NAME } from '@/lib/target';
import type { EventVerdict, TranslateAnswer, Verdict } from '@/lib/workbench/types';

/** For each event: whether the rule and each query fire, and why not. */
export function Verdicts({ answer }: { answer: TranslateAnswer }) {
  const { events, eventsNote, rules } = answer;
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const fired = events.filter((event) => event.rules.some(({ sigma }) => sigma.fires)).length;
  return (
    <>
      {eventsNote ? (
        <p className="note note-warning mb-2 text-sm">
          <WithCode text={eventsNote} />
        </p>
      ) : null}
      {events.length > 0 ? (
        <h2 className="mb-1 font-semibold leading-8">
          {fired} of {countOf(events.length, 'event')} matched
        </h2>
      ) : null}
      <ol>
        {events.map((event) => (
          <li key={event.number} className="border-t py-2">
            <EventRow event={event} titles={titles} />
          </li>
        ))}
      </ol>
    </>
  );
}

function EventRow({ event, titles }: { event: EventVerdict; titles: ReadonlyMap<string, string> }) {
  return (
    <>
      <p className="font-medium">
        {event.number === 0 ? 'All events together' : `Event ${event.number}`}{' '}
        <span className="text-faint text-xs">
          <StrangerText text={event.logSources.join(' · ')} kind="value" />
        </span>
      </p>
      {event.rules.map(({ ruleId, sigma, matchedFields, kql }) => (
        <div key={ruleId} className="text-sm">
          {titles.size > 1 ? (
            <p className="text-muted">
              <StrangerText text={titles.get(ruleId) ?? ''} kind="title" />
            </p>
          ) : null}
          <p className="flex flex-wrap gap-x-4">
            <VerdictOf who="Sigma" verdict={sigma} />
            {kql.map((verdict) => (
              <VerdictOf
                key={verdict.target}
                who={TARGET_NAME[verdict.target]}
                verdict={verdict}
                against={sigma.fires}
              />
            ))}
          </p>
          {sigma.why ? (
            <p className="text-muted">
              <WithCode text={sigma.why} />
            </p>
          ) : null}
          {matchedFields.length > 0 ? (
            <p className="text-muted">
              Matched by <StrangerText text={matchedFields.join(', ')} kind="value" />.
            </p>
          ) : null}
          {kql
            .filter(({ why }) => why !== null)
            .map(({ target, why }) => (
              <p key={target} className="text-faint text-xs">
                {TARGET_NAME[target]}: <WithCode text={why ?? ''} />
              </p>
            ))}
        </div>
      ))}
    </>
  );
}

function VerdictOf({
  who,
  verdict: { fires },
  against,
}: {
  who: string;
  verdict: Verdict;
  against?: boolean | null;
}) {
  const disagrees =
    fires !== null && against !== undefined && against !== null && fires !== against;
  const word = fires === null ? 'not run' : fires ? 'fires' : 'does not fire';
  const colour = disagrees ? 'text-bad' : fires ? 'text-good' : 'text-muted';
  return (
    <span className={`inline-flex items-center gap-1 ${colour}`}>
      <Icon name={fires === null ? 'none' : fires ? 'done' : 'cross'} />
      {who} {word}
      {disagrees ? ', unlike the rule' : ''}
    </span>
  );
}
