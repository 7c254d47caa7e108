import { z } from 'zod';
import type { Licence } from '@/lib/catalog/licence';
import { plainLine } from '@/lib/text/plain-text';

/** Whose rule it is and where it is: the rules' licence asks for it wherever a rule or its query is shared. */
export const citation = z.object({
  id: z.string(),
  title: z.string(),
  author: z.string().describe('“not named” if the rule names none.'),
  licence: z.string(),
  licenceUrl: z.string().nullable(),
  source: z.string().nullable().describe('The rule’s own address; null if it has none.'),
  page: z.string().describe('The rule’s page in this catalog.'),
});
export type Citation = z.infer<typeof citation>;

interface Cited {
  readonly id: string;
  readonly title: string;
  readonly author: string | null;
  readonly licence: Licence;
  readonly upstreamUrl: string | null;
}

export function cite({ id, title, author, licence, upstreamUrl }: Cited, origin: string): Citation {
  return {
    id,
    title: plainLine(title, 'title'),
    author: plainLine(author ?? 'not named', 'author'),
    licence: plainLine(licence.name, 'licence'),
    licenceUrl: licence.url,
    source: upstreamUrl,
    page: `${origin}/rules/${encodeURIComponent(id)}`,
  };
}
