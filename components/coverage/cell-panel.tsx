import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { OutcomeName } from '@/components/rule/outcome';
import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { Level } from '@/components/ui/level';
import { StrangerText } from '@/components/ui/stranger-text';
import type { CellAnswer } from './cell-answer';

/** What an open cell shows below it: its counts, and its gravest rules with level, title and outcome. */
export function CellPanel({ id, name, close }: { id: string; name: string; close: () => void }) {
  const panel = useRef<HTMLElement>(null);
  const answer = useCellAnswer(id);
  useEffect(() => {
    if (answer) panel.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [answer]);
  return (
    <section ref={panel} className="cell-panel" aria-label={`${id} ${name}`}>
      <p className="cell-panel-head">
        <a href={`/techniques/${id}`}>
          <span className="num">{id}</span> {name}
        </a>
        <button type="button" className="button" data-kind="quiet" onClick={close}>
          <Icon name="cross" />
          <span className="sr-only">Close</span>
        </button>
      </p>
      <p role="status" className="text-muted text-xs">
        {inWords(answer)}
      </p>
      {answer && answer !== 'failed' && answer.total > 0 ? (
        <>
          <ol>
            {answer.rules.map(({ href, title, level, outcome }) => (
              <li key={href}>
                <Level level={level} />
                <Link href={href} prefetch={false}>
                  <StrangerText text={title} kind="title" />
                </Link>
                <OutcomeName outcome={outcome} />
              </li>
            ))}
          </ol>
          <p>
            <Link href={answer.feed} prefetch={false}>
              {answer.total > answer.rules.length
                ? `All ${countOf(answer.total, 'rule')} in the feed`
                : 'Open in the feed'}
            </Link>
          </p>
        </>
      ) : null}
    </section>
  );
}

type Answer = CellAnswer | 'failed' | null;

function inWords(answer: Answer): string {
  if (answer === null) return 'Loading its rules…';
  if (answer === 'failed') return 'Its rules could not be loaded. The technique’s page has them.';
  const { total, translated, proven } = answer;
  if (total === 0) return 'No rule that the filters show names it.';
  return `${countOf(total, 'rule')}, ${translated} with a query, ${proven} proven`;
}

/** The rules of a cell under the filters of the address; null until they are there. */
function useCellAnswer(id: string): Answer {
  const [answer, setAnswer] = useState<Answer>(null);
  useEffect(() => {
    const abort = new AbortController();
    const params = new URLSearchParams(location.search);
    params.set('cell', id);
    fetch(`/coverage/rules.json?${params}`, { signal: abort.signal })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then(setAnswer)
      .catch(() => {
        if (!abort.signal.aborted) setAnswer('failed');
      });
    return () => abort.abort();
  }, [id]);
  return answer;
}
