import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from '@/lib/content';

const logSource = z
  .strictObject({
    product: z.string().min(1).optional(),
    category: z.string().min(1).optional(),
    service: z.string().min(1).optional(),
  })
  .refine((each) => Object.keys(each).length > 0, 'name a product, a category or a service');

/** `content/asim-sources.yml` */
export const asimSourcesFile = z.strictObject({
  source: z.url(),
  through: z.string().min(1),
  date: z.iso.date(),
  parsers: z.record(
    z.string().regex(/^_Im_\w+$/),
    z
      .array(
        z.strictObject({ table: z.string().min(1), for: z.array(logSource).min(1).optional() }),
      )
      .min(1),
  ),
});

/** What a rule says of its log source. */
interface RuleLogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

type Sources = z.infer<typeof asimSourcesFile>['parsers'][string];

let parsers: ReadonlyMap<string, Sources> | undefined;

/**
 * The tables that an ASIM parser reads and that can hold the events of a rule's log source, from
 * `content/asim-sources.yml`; empty for a parser that is not listed. Throws if the file is malformed.
 */
export function asimSources(parser: string, logsource: RuleLogSource): readonly string[] {
  parsers ??= new Map(
    Object.entries(asimSourcesFile.parse(load(contentText('asim-sources.yml'))).parsers),
  );
  return (parsers.get(parser) ?? [])
    .filter(({ for: held }) => held === undefined || held.some((each) => fits(each, logsource)))
    .map(({ table }) => table);
}

function fits(held: z.infer<typeof logSource>, { product, category, service }: RuleLogSource) {
  return (
    (held.product === undefined || product === null || held.product === product) &&
    (held.category === undefined || held.category === category) &&
    (held.service === undefined || held.service === service)
  );
}
