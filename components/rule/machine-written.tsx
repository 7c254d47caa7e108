import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { formatTime } from '@/components/ui/time';
import { WithCode } from '@/components/ui/with-code';
import type { ShownModelText } from '@/lib/catalog/model-texts';
import { type ModelSentence, PARTS, type Part } from '@/lib/model-text/types';

const TITLES: Readonly<Record<Part, string>> = {
  hypothesis: 'Hypothesis',
  benign: 'Honest activity that matches',
  questions: 'Questions on a match',
};

/** What a language model wrote of the rule: who, when, and whether an operator has accepted it. */
export function MachineWritten({ shown }: { shown: ShownModelText }) {
  const { state, isStale } = shown;
  const id = `machine-written-${state}`;
  return (
    <Section id={id} title="Machine-written">
      <p className="mb-2 text-muted text-sm">
        <Mark shown={shown} />
      </p>
      {isStale ? (
        <details>
          <summary className="link text-sm">Show what was written</summary>
          <Parts shown={shown} />
        </details>
      ) : (
        <Parts shown={shown} />
      )}
    </Section>
  );
}

function Mark({ shown: { state, isStale, model, writtenAt } }: { shown: ShownModelText }) {
  return (
    <>
      Machine-written by <StrangerText text={model} kind="word" />, {formatTime(writtenAt)},{' '}
      {state === 'accepted' ? 'accepted by an operator' : 'not reviewed'}.
      {isStale ? (
        <strong> Stale: the rule, or what is known of it, has changed since.</strong>
      ) : null}
    </>
  );
}

function Parts({ shown: { text } }: { shown: ShownModelText }) {
  return PARTS.filter((part) => text[part].length > 0).map((part) => (
    <div key={part} className="mt-2">
      <h3 className="font-semibold text-sm">{TITLES[part]}</h3>
      <Sentences sentences={text[part]} ordered={part === 'questions'} />
    </div>
  ));
}

function Sentences({
  sentences,
  ordered,
}: {
  sentences: readonly ModelSentence[];
  ordered: boolean;
}) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List className="statements mt-1 max-w-3xl">
      {sentences.map(({ text, cites }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sentences may be equal
        <li key={at} className="statement">
          <WithCode text={text} />{' '}
          <span className="origin" title={`rests on ${cites.join(', ')}`}>
            Model
            <span className="origin-entry">
              : rests on <StrangerText text={cites.join(', ')} kind="value" />
            </span>
          </span>
        </li>
      ))}
    </List>
  );
}
