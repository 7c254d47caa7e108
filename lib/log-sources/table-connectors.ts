import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from '@/lib/content';

const connector = z.strictObject({
  name: z.string().min(1),
  tables: z.array(z.string().regex(/^\w+$/)).min(1),
  source: z.url(),
});

/** `content/table-connectors.yml` */
export const tableConnectorsFile = z.strictObject({
  date: z.iso.date(),
  sentinel: z.array(connector),
  defender: z.array(connector),
});

/** What fills a table, and the page that says so. */
export type TableConnector = Readonly<Pick<z.infer<typeof connector>, 'name' | 'source'>>;

let connectors: z.infer<typeof tableConnectorsFile> | undefined;

/**
 * What fills a table of a Sentinel workspace or of Defender XDR, from `content/table-connectors.yml`; null
 * if that is not known. Throws if the file is malformed.
 */
export function tableConnector(
  service: 'sentinel' | 'defender',
  table: string,
): TableConnector | null {
  connectors ??= tableConnectorsFile.parse(load(contentText('table-connectors.yml')));
  return connectors[service].find(({ tables }) => tables.includes(table)) ?? null;
}
