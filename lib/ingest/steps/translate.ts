import { TARGETS } from '@/lib/target';
import type { Diagnostic } from '../../diagnostic';
import type { Rule } from '../../sigma';
import { type Translation, type Translator, unsupportedTranslation } from '../../translate';
import { type Issue, issue } from '../issue';
import type { ReadRule } from '../read-rules';

/** A rule's translation to every target. If its logic cannot be read, each one gives that as the reason. */
export function translateRule(
  read: ReadRule,
  translator: Translator,
  related: ReadonlyMap<string, Rule>,
): { translations: Translation[]; issues: Issue[] } {
  const { rule, problem } = read;
  if (!rule) {
    const reason = reasonOf(problem);
    return {
      translations: TARGETS.map((target) => unsupportedTranslation(target, [reason])),
      issues: [],
    };
  }
  const issues: Issue[] = [];
  const translations = TARGETS.map((target) => {
    try {
      return translator.translate(rule, target, related);
    } catch (error) {
      // Rules are strangers' input: one that trips the translator must not cost the others.
      const message = error instanceof Error ? error.message : String(error);
      const where = {
        path: read.path,
        ruleId: read.id,
        hint: 'This is a bug in Watchfloor. Please report it.',
      };
      issues.push(issue('error', 'ingest/translator-failed', `${target}: ${message}`, where));
      return unsupportedTranslation(target, [
        {
          severity: 'error',
          code: 'translate/failed',
          message: `The translator failed: ${message}`,
        },
      ]);
    }
  });
  return { translations, issues };
}

function reasonOf(problem: Diagnostic | null): Diagnostic {
  return {
    severity: 'error',
    code: 'translate/unreadable',
    message: `The rule’s logic cannot be read: ${problem?.message ?? 'no reason is known'}`,
    ...(problem?.hint ? { hint: problem.hint } : {}),
  };
}
