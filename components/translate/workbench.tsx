'use client';

import { useRef } from 'react';
import type { OutcomeMeanings } from '@/components/rule/outcome';
import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import type { TranslateAnswer } from '@/lib/workbench/types';
import { EXAMPLE_EVENTS, EXAMPLE_RULE } from './example';
import { mostSevereFirst } from './order';
import { Problems } from './problems';
import { RuleQueries } from './rule-queries';
import { TextDrop } from './text-drop';
import { useKeptText } from './use-kept-text';
import { type TranslationState, useTranslation } from './use-translation';
import { Verdicts } from './verdicts';

/** The rule and the events that you edit on the left, with queries and verdicts beside them. */
export function Workbench({
  meanings,
  ...initial
}: {
  rule: string;
  events: string;
  meanings: OutcomeMeanings;
}) {
  const [rule, setRule] = useKeptText('rule', initial.rule);
  const [events, setEvents] = useKeptText('events', initial.events);
  const translation = useTranslation(rule, events);
  const { answer, busy } = translation;
  const text = useRef<HTMLTextAreaElement>(null);

  function showExample() {
    setRule(EXAMPLE_RULE);
    setEvents(EXAMPLE_EVENTS);
  }
  function select(start: number, end: number) {
    text.current?.focus();
    text.current?.setSelectionRange(start, end);
  }

  return (
    <div className="with-script" aria-busy={busy}>
      <div className="bench">
        <div className="min-w-0">
          <TextDrop
            label="Sigma rule"
            hint="Paste a Sigma rule, or drop a file here."
            accept=".yml,.yaml,text/yaml"
            rows={24}
            value={rule}
            onChange={setRule}
            textRef={text}
          />
          {rule === '' ? <ExampleButton onClick={showExample} /> : null}
          {answer ? (
            <Problems diagnostics={answer.diagnostics} text={rule} onChoose={select} />
          ) : null}
        </div>
        <Queries translation={translation} meanings={meanings} />
      </div>
      <div className="bench mt-6">
        <TextDrop
          label="Events"
          hint="Paste events as JSON, JSON lines or EVTX in JSON form, or drop a file here."
          accept=".json,.jsonl,.ndjson,application/json"
          rows={12}
          value={events}
          onChange={setEvents}
        />
        <div className="min-w-0" aria-live="polite">
          {answer ? <Verdicts answer={answer} /> : null}
        </div>
      </div>
    </div>
  );
}

function ExampleButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="button mt-2" onClick={onClick}>
      Try an example
    </button>
  );
}

/** In place of the queries of a text without a readable rule. */
function NoQuery({ answer }: { answer: TranslateAnswer }) {
  const [first] = mostSevereFirst(answer.diagnostics);
  return (
    <div className="border-y py-10 text-muted">
      <p>There is no query, because no rule in the text can be translated.</p>
      {first ? (
        <p className="mt-1">
          Start with this problem: <WithCode text={sentences(first.message, first.hint)} />
        </p>
      ) : null}
    </div>
  );
}

function Queries({
  translation: { answer, error, busy },
  meanings,
}: {
  translation: TranslationState;
  meanings: OutcomeMeanings;
}) {
  return (
    <div className="min-w-0" aria-live="polite">
      {error ? (
        <p className="note note-error mb-2">
          <WithCode text={error} />
        </p>
      ) : null}
      {answer?.notes.map((note) => (
        <p key={note} className="note note-warning mb-2 text-sm">
          <WithCode text={note} />
        </p>
      ))}
      {busy && !answer ? <p className="text-muted">Translating…</p> : null}
      {answer?.rules.map((each) => (
        <RuleQueries key={each.id} rule={each} meanings={meanings} />
      ))}
      {answer && answer.rules.length === 0 ? <NoQuery answer={answer} /> : null}
      {!answer && !busy && !error ? (
        <p className="border-y py-10 text-muted">Paste a rule to see its queries here.</p>
      ) : null}
    </div>
  );
}
