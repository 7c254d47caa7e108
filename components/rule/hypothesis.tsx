import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { WithCode } from '@/components/ui/with-code';
import type { RuleDetail } from '@/lib/catalog/rule';
import { NOTE } from '@/lib/enrich/note-basis';
import type { WordedCondition } from '@/lib/enrich/rule-in-words';
import { LIST_LIMIT } from '@/lib/text/limits';
import { RuleWords } from './rule-words';

/** Whether the texts are those of a note on the rule alone. */
const isNoted = ({ enrichment }: RuleDetail) =>
  enrichment?.triage.some(({ basis }) => basis === NOTE) ?? false;

/** The hunt hypothesis with the rule's own description below it, or that description alone. */
export function Hypothesis({
  rule,
  text,
  words,
}: {
  rule: RuleDetail;
  text: string | null;
  words: WordedCondition | null;
}) {
  return (
    <Section id="hypothesis" title="Hunt hypothesis">
      {(text ?? rule.description)
        .split('\n')
        .slice(0, LIST_LIMIT)
        .map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be equal
          <p key={at} className={at === 0 ? 'max-w-3xl text-lg' : 'mt-1 max-w-3xl'}>
            {text === null ? (
              <StrangerText text={line} kind="description" />
            ) : (
              <WithCode text={line} kind="description" />
            )}
          </p>
        ))}
      {text !== null ? (
        <p className="mt-1 text-faint text-xs">
          {isNoted(rule)
            ? 'From this catalog’s note on the rule; what it excludes and where to look follow from its logic.'
            : 'Written by fixed rules from the rule’s logic and this catalog’s knowledge, without a language model.'}
        </p>
      ) : null}
      {text !== null && rule.description ? (
        <p className="mt-2 max-w-3xl text-muted text-sm">
          Description from the rule: <StrangerText text={rule.description} kind="description" />
        </p>
      ) : null}
      <RuleWords words={words} />
    </Section>
  );
}
