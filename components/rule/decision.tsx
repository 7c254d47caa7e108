import { Level } from '@/components/ui/level';
import { ProofBadge, type ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import { choiceHref, type QueryChoice, shownProof } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { Outcome, type OutcomeMeanings } from './outcome';

/** In one line, what decides whether to use the rule: level, outcome per target, evidence, confidence, author. */
export function Decision({
  rule,
  choice,
  meanings,
  outcomes,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  meanings: ProofMeanings;
  outcomes: OutcomeMeanings;
}) {
  const { enrichment } = rule;
  return (
    <dl className="decision mt-2">
      <div>
        <dt>Level</dt>
        <dd>
          <Level level={rule.level} />
        </dd>
      </div>
      {rule.translations.map(({ target, outcome }) => (
        <div key={target}>
          <dt>{TARGET_NAME[target]}</dt>
          <dd>
            <a
              href={choiceHref(rule.id, target, null)}
              data-stay=""
              aria-current={target === choice?.translation.target ? 'true' : undefined}
            >
              <Outcome outcome={outcome} meanings={outcomes} />
            </a>
          </dd>
        </div>
      ))}
      <div>
        <dt>Evidence</dt>
        <dd>
          <ProofBadge
            proof={shownProof(rule, choice)}
            meanings={meanings}
            href="#evidence"
            side="left"
          />
        </dd>
      </div>
      {enrichment ? (
        <div>
          <dt>Confidence</dt>
          <dd>
            <a href="#confidence">{enrichment.confidence}</a>
          </dd>
        </div>
      ) : null}
      {enrichment?.volume ? (
        <div>
          <dt>False positives</dt>
          <dd>
            <a href="#false-positives">{enrichment.volume.expected}</a>
          </dd>
        </div>
      ) : null}
      <div className="decision-author">
        <dt>Author</dt>
        <dd>
          <StrangerText text={rule.author ?? 'not stated'} kind="author" />
        </dd>
      </div>
    </dl>
  );
}
