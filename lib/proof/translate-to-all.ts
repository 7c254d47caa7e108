import type { Rule } from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import type { Translation, Translator } from '@/lib/translate';

/** A translation, or what the translator threw. */
export type Attempt = { readonly target: Target } & (
  | { readonly translation: Translation }
  | { readonly failure: string }
);

/** A rule on each target. A target on which the translator throws does not cost the others. */
export function translateToAll(
  translator: Translator,
  rule: Rule,
  related: ReadonlyMap<string, Rule>,
): Attempt[] {
  return TARGETS.map((target): Attempt => {
    try {
      return { target, translation: translator.translate(rule, target, related) };
    } catch (error) {
      return { target, failure: error instanceof Error ? error.message : String(error) };
    }
  });
}
