import type { TechniqueView } from '@/lib/catalog/technique';

export interface Gap {
  /** In sentences; empty when nothing is missing. */
  readonly sentences: readonly string[];
  readonly subs: readonly { readonly id: string; readonly name: string }[];
}

/** What the catalog lacks for a technique: rules at all, queries, proof, platforms, sub-techniques. */
export function gapOf(technique: TechniqueView): Gap {
  const { rules, unseenPlatforms, subs } = technique;
  const without = subs.filter((sub) => sub.rules === 0);
  if (rules.length === 0) {
    const sentence =
      technique.allRules > 0
        ? `No rule for ${technique.id} runs with your tables.`
        : `No rule in the feed names ${technique.id}.`;
    return { sentences: [sentence], subs: [] };
  }
  const sentences: string[] = [];
  const translated = rules.filter(({ outcome }) => outcome !== 'unsupported').length;
  if (translated === 0) sentences.push('None of its rules has a query for any target.');
  else if (translated < rules.length) {
    const rest = rules.length - translated;
    sentences.push(`${rest} of its ${rules.length} rules ${rest === 1 ? 'has' : 'have'} no query.`);
  }
  if (translated > 0 && !rules.some(({ proof }) => proof === 'proven')) {
    sentences.push('No query of it is proven on a published sample event.');
  }
  if (unseenPlatforms.length > 0) sentences.push(`No rule looks at ${unseenPlatforms.join(', ')}.`);
  return { sentences, subs: without };
}
