import { TARGETS } from '@/lib/target';
import type { Diagnostic } from '../../diagnostic';
import type { TranslateAnswer } from '../../proof';
import { type Translation, unsupportedTranslation } from '../../translate';
import { type Issue, issue } from '../issue';
import type { ReadRule } from '../read-rules';
import { reasonOf, stoppedIssue } from './stopped-rules';

/**
 * A rule's translation to every target, from what the worker answered. Where the logic cannot be read,
 * the answer is null, and each translation gives that as the reason.
 */
export function translationsOf(
  read: ReadRule,
  answer: TranslateAnswer | null,
): { translations: Translation[]; issues: Issue[] } {
  if (!answer) return { translations: withoutQuery(unreadable(read.problem)), issues: [] };
  const { attempts, stopped } = answer;
  if (stopped) {
    const message = reasonOf(stopped);
    const hint = 'Shorten the rule: fewer values and wildcards.';
    const reason = { severity: 'error', code: 'translate/stopped', message, hint } as const;
    return { translations: withoutQuery(reason), issues: [stoppedIssue(read, stopped)] };
  }
  const issues: Issue[] = [];
  const translations = attempts.map((attempt) => {
    if ('translation' in attempt) return attempt.translation;
    const { target, failure } = attempt;
    const where = {
      path: read.path,
      ruleId: read.id,
      hint: 'This is a bug in Watchfloor. Please report it.',
    };
    issues.push(issue('error', 'ingest/translator-failed', `${target}: ${failure}`, where));
    return unsupportedTranslation(target, [
      { severity: 'error', code: 'translate/failed', message: `The translator failed: ${failure}` },
    ]);
  });
  return { translations, issues };
}

function withoutQuery(reason: Diagnostic): Translation[] {
  return TARGETS.map((target) => unsupportedTranslation(target, [reason]));
}

function unreadable(problem: Diagnostic | null): Diagnostic {
  return {
    severity: 'error',
    code: 'translate/unreadable',
    message: `The rule’s logic cannot be read: ${problem?.message ?? 'no reason is known'}`,
    ...(problem?.hint ? { hint: problem.hint } : {}),
  };
}
