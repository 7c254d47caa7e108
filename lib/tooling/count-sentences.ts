import type { Enrichment } from '@/lib/enrich';

/** How many of a set of pages have a sentence. */
export interface SentenceCount {
  readonly text: string;
  readonly pages: number;
}

/** The sentences of false positive guidance and triage, the commonest first. A page counts once for each. */
export function countSentences(
  enrichments: Iterable<Pick<Enrichment, 'falsePositives' | 'triage'>>,
): SentenceCount[] {
  const counts = new Map<string, number>();
  for (const { falsePositives, triage } of enrichments) {
    for (const text of new Set([...falsePositives, ...triage].map((one) => one.text))) {
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([text, pages]) => ({ text, pages }))
    .sort((a, b) => b.pages - a.pages || (a.text < b.text ? -1 : 1));
}
