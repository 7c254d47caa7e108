import type { StoppedStep } from '../../proof';
import { type Issue, issue } from '../issue';
import type { ReadRule } from '../read-rules';

const VERBS: Readonly<Record<StoppedStep['step'], string>> = {
  translate: 'translating the rule',
  check: 'checking its queries with Microsoft’s parser',
  prove: 'running it on events',
};

/** Why a step of a rule was stopped, as a sentence without its end. */
export function reasonOf({ step, message }: StoppedStep): string {
  return `Watchfloor stopped ${VERBS[step]}: ${message}`;
}

/** The issue for a rule with a stopped step. */
export function stoppedIssue({ path, id }: ReadRule, stopped: StoppedStep): Issue {
  const rest =
    stopped.step === 'prove' ? 'Its queries are kept, without proof' : 'The rule has no query';
  return issue(
    stopped.step === 'prove' ? 'warning' : 'error',
    'ingest/rule-stopped',
    `${reasonOf(stopped)}. ${rest}`,
    {
      path,
      ruleId: id,
      hint:
        stopped.why === 'late'
          ? 'Shorten the rule, or raise SYNC_RULE_LIMIT. The next sync with changes tries it again.'
          : 'Shorten the rule. If it is short, this is a bug in Watchfloor. Please report it.',
    },
  );
}
