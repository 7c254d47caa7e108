import { Section } from '@/components/ui/section';
import { WithCode } from '@/components/ui/with-code';
import type { RuleDetail } from '@/lib/catalog/rule';

/** The hunt hypothesis with the rule's own description below it, or that description alone. */
export function Hypothesis({ rule, text }: { rule: RuleDetail; text: string | null }) {
  return (
    <Section id="hypothesis" title="Hunt hypothesis">
      {(text ?? rule.description).split('\n').map((line, at) => (
        <p key={line} className={at === 0 ? 'max-w-3xl text-lg' : 'mt-1 max-w-3xl'}>
          {text === null ? line : <WithCode text={line} />}
        </p>
      ))}
      {text !== null && rule.description ? (
        <p className="mt-2 max-w-3xl text-muted text-sm">
          Description from the rule: {rule.description}
        </p>
      ) : null}
    </Section>
  );
}
