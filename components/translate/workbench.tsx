'use client';

import { useMemo, useRef } from 'react';
import { compareHref } from '@/components/compare/compare-href';
import { handOver } from '@/components/compare/handed-over';
import type { OutcomeMeanings } from '@/components/rule/outcome';
import { countOf } from '@/components/ui/count';
import { siteAddress } from '@/components/ui/site-address';
import { WithCode } from '@/components/ui/with-code';
import { marginNotes } from './editor/margin-notes';
import { EXAMPLE } from './example';
import { NoQuery } from './no-query';
import { Problems } from './problems';
import { readFiles } from './read-files';
import { RuleEditor, type RuleEditorHandle } from './rule-editor';
import { RuleQueries } from './rule-queries';
import { ShareButton } from './share-button';
import type { Texts } from './shared-texts';
import { TextDrop } from './text-drop';
import { useTexts } from './use-texts';
import { type TranslationState, useTranslation } from './use-translation';
import { Verdicts } from './verdicts';

/** The rule and the events that you edit on the left, with queries and verdicts beside them. */
export function Workbench({
  initial,
  ruleId,
  meanings,
}: {
  initial: Texts;
  /** The rule of the catalog with which the page was opened. */
  ruleId: string | null;
  meanings: OutcomeMeanings;
}) {
  const { texts, problem, change } = useTexts(initial);
  const { rule, events } = texts;
  const translation = useTranslation(rule, events);
  const { answer, busy } = translation;
  const notes = useMemo(() => (answer ? marginNotes(answer, rule.length) : []), [answer, rule]);
  const editor = useRef<RuleEditorHandle>(null);

  return (
    <div className="with-script" aria-busy={busy}>
      <div className="mb-3 flex flex-wrap gap-2">
        <ShareButton texts={texts} />
        <a
          className="button"
          href={siteAddress(ruleId === null ? '/compare?b=pasted' : compareHref(ruleId, 'pasted'))}
          onClick={() => handOver(rule)}
        >
          Compare with a rule
        </a>
        <button type="button" className="button" onClick={() => change(EXAMPLE)}>
          Show the example
        </button>
      </div>
      {problem ? <p className="note note-warning mb-3">{problem}</p> : null}
      <div className="bench">
        <div className="min-w-0">
          <RuleEditor
            ref={editor}
            value={rule}
            onChange={(text) => change({ rule: text })}
            notes={notes}
          />
          <Standing translation={translation} />
          {answer ? (
            <Problems
              diagnostics={answer.diagnostics}
              text={rule}
              onChoose={(start, end) => editor.current?.select(start, end)}
            />
          ) : null}
        </div>
        <Queries translation={translation} text={rule} meanings={meanings} />
      </div>
      <div className="bench mt-6">
        <TextDrop
          label="Events"
          hint="Paste events as JSON, JSON lines or EVTX in JSON form, or drop a file here."
          accept=".json,.jsonl,.ndjson,.evtx,application/json"
          readFiles={readFiles}
          rows={12}
          value={events}
          onChange={(text) => change({ events: text })}
        />
        <div className="min-w-0" aria-live="polite">
          {answer ? <Verdicts answer={answer} /> : null}
        </div>
      </div>
    </div>
  );
}

/** What becomes of the text, in a line that is always there, so that nothing below it moves. */
function Standing({ translation }: { translation: ReturnType<typeof useTranslation> }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 text-sm">
      <p role="status">{standingOf(translation)}</p>
      {translation.retry === null ? null : (
        <button type="button" className="button" onClick={translation.askNow}>
          Try now
        </button>
      )}
    </div>
  );
}

function standingOf({ answer, error, retry, busy }: TranslationState) {
  if (retry === 'given-up') return <span className="text-warn">The translator is busy.</span>;
  if (retry !== null) {
    return <span className="text-muted">The translator is busy. Next try in {retry} s.</span>;
  }
  if (error) return null;
  if (!answer) return busy ? <span className="text-muted">Translating…</span> : null;
  const problems = answer.diagnostics.length;
  if (problems === 0) return <span className="text-good">The rule has no problem.</span>;
  return <span className="text-muted">{countOf(problems, 'problem')}</span>;
}

function Queries({
  translation: { answer, error, retry, busy },
  text,
  meanings,
}: {
  translation: TranslationState;
  text: string;
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
      {answer?.rules.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rules of a text may have one id
        <RuleQueries key={place} text={text} place={place} rule={each} meanings={meanings} />
      ))}
      {answer && answer.rules.length === 0 ? <NoQuery answer={answer} /> : null}
      {!answer && !busy && !error && retry === null ? (
        <p className="border-y py-10 text-muted">Paste a rule to see its queries here.</p>
      ) : null}
    </div>
  );
}
