'use client';

import { useRef, useState } from 'react';
import { EXAMPLE_EVENTS, EXAMPLE_RULE } from './example';
import { Problems } from './problems';
import { RuleQueries } from './rule-queries';
import { TextDrop } from './text-drop';
import { useTranslation } from './use-translation';
import { Verdicts } from './verdicts';

/** Rule and events on the left as they are typed; queries and verdicts beside them. */
export function Workbench(given: { rule: string; events: string }) {
  const [rule, setRule] = useState(given.rule);
  const [events, setEvents] = useState(given.events);
  const { answer, error, busy } = useTranslation(rule, events);
  const text = useRef<HTMLTextAreaElement>(null);

  function goTo(start: number, end: number) {
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
          {rule === '' ? (
            <button
              type="button"
              className="button mt-2"
              onClick={() => {
                setRule(EXAMPLE_RULE);
                setEvents(EXAMPLE_EVENTS);
              }}
            >
              Try an example
            </button>
          ) : null}
          {answer ? (
            <Problems diagnostics={answer.diagnostics} text={rule} onChoose={goTo} />
          ) : null}
        </div>
        <div className="min-w-0" aria-live="polite">
          {error ? <p className="note note-error mb-2">{error}</p> : null}
          {busy && !answer ? <p className="text-muted">Translating …</p> : null}
          {answer?.rules.map((each) => (
            <RuleQueries key={each.id} rule={each} />
          ))}
          {!answer && !busy && !error ? (
            <p className="border-y py-10 text-muted">The queries will stand here.</p>
          ) : null}
        </div>
      </div>
      <div className="bench mt-6">
        <TextDrop
          label="Events"
          hint="Paste events as JSON, JSON lines or EVTX as JSON, or drop a file here."
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
