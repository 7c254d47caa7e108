import { type Issue, issue } from '../issue';

/** A step that works rule by rule, as its issue names it. */
export type RuleStep =
  | 'reading'
  | 'tags'
  | 'translation'
  | 'proof'
  | 'enrichment'
  | 'comparison'
  | 'row';

/** The rule that a step works on. A file that cannot be read has no id. */
interface Where {
  readonly id: string | null;
  readonly path: string;
}

/** The longest reason in an issue. A message can quote a whole rule. */
const MAX_REASON = 300;

/**
 * Runs a step on one rule. If it throws, returns null and adds an issue that names the rule's file and
 * the reason, so that the other rules go on.
 */
export function attempt<T>(
  step: RuleStep,
  { id, path }: Where,
  issues: Issue[],
  run: () => T,
): T | null {
  try {
    return run();
  } catch (error) {
    issues.push(stepFailed(step, { id, path }, error));
    return null;
  }
}

function stepFailed(step: RuleStep, { id, path }: Where, error: unknown) {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return issue(
    'error',
    'ingest/step-failed',
    `The ${step} failed: ${reason.slice(0, MAX_REASON)}`,
    {
      path,
      ruleId: id,
      hint: 'This is a bug in Watchfloor. Please report it with the rule. The other rules are not affected.',
    },
  );
}
