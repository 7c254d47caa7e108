import { z } from 'zod';
import { type FACETS, type FeedFilter, parseFeedFilter, SORTS } from '@/lib/catalog/feed-filter';
import { SEARCH_FIELDS } from '@/lib/catalog/search-query';
import { parseOwnTables } from '@/lib/own-tables/own-tables';

const LANGUAGE = Object.keys(SEARCH_FIELDS)
  .map((field) => `\`${field}:\``)
  .join(', ');

const values = (what: string) =>
  z.array(z.string().min(1).max(100)).max(200).optional().describe(what);

/** The filters of the feed. */
export const filterParameters = {
  q: z
    .string()
    .max(400)
    .optional()
    .describe(
      `A search as on the feed: words, \`"phrases"\`, \`-not\`, and \`field:value\` with ${LANGUAGE}.`,
    ),
  level: values('`critical`, `high`, `medium`, `low`, `informational`, or `none`.'),
  tactic: values('Tactics of ATT&CK by short name, such as `credential-access`.'),
  technique: values('Techniques, such as `T1059`; sub-techniques count for their parent.'),
  threat: values('Groups, malware, tools and campaigns that a rule names.'),
  cve: values('CVEs that a rule names.'),
  table: values('Tables or ASIM parsers that a query reads.'),
  product: values('Products of log sources, such as `windows`.'),
  target: values('`sentinel-asim`, `sentinel` or `defender-xdr`.'),
  outcome: values('`exact`, `approximate` or `unsupported`.'),
  proof: values('`proven`, `self-tested`, `checked`, `approximate`, `disagrees` or `none`.'),
  status: values('`stable`, `test`, `experimental`, `deprecated`, `unsupported`, or `none`.'),
  source: values('Sources by id. Without it, those that the feed shows.'),
  collection: values(
    'Collections of a source, such as `rules`. Without it, those that the feed shows.',
  ),
  change: values('`new` or `changed`: by the last sync.'),
  env: z
    .string()
    .max(7600)
    .refine((text) => text === 'all' || parseOwnTables(text) !== null, {
      error:
        'write the names of your tables with dots between them, Sentinel’s, a minus, Defender’s',
    })
    .optional()
    .describe(
      'Only rules that run with these tables: Sentinel’s names with dots between them, a minus, and Defender’s. `all` for every rule.',
    ),
} as const satisfies Record<(typeof FACETS)[number] | 'q' | 'env', z.ZodType>;

/** The order of a list of rules. */
export const sortParameter = z
  .enum(SORTS)
  .optional()
  .describe('Without it: by relevance for a text, otherwise the newest change first.');

type Given = z.output<z.ZodObject<typeof filterParameters>> & {
  readonly sort?: FeedFilter['sort'] | undefined;
};

/** The parameters as the catalog takes them. */
export function filterOf({ sort, q, env, ...facets }: Given): FeedFilter {
  return { ...parseFeedFilter({ ...facets, q, env }), sort: sort ?? null };
}
