import { z } from 'zod';
import { getSources } from '@/lib/catalog/status';
import { readEnvironment } from '@/lib/env';
import { defineList } from '../define-operation';
import { fieldsParameter } from '../fields';
import { pageOf, pagingParameters } from '../paging';
import { time } from '../rule/shared-schemas';

const source = z.object({
  id: z.string(),
  name: z.string(),
  label: z.string().describe('Where it is read from.'),
  homepage: z.string().nullable(),
  licence: z.string().nullable().describe('Of rules that state none.'),
  licenceUrl: z.string().nullable(),
  trust: z.string().describe('`reviewed`, `community` or `own`.'),
  inFeed: z.boolean().describe('Whether the feed shows its rules without being asked.'),
  rules: z.int(),
  commit: z.string().nullable(),
  commitUrl: z.string().nullable(),
  synced: time,
  error: z
    .string()
    .nullable()
    .describe(
      'Why the last sync left it out; null if it did not, and where people sign in, whose operators see it on the status page.',
    ),
});

/** The sources of the catalog. */
export const listSources = defineList({
  path: '/sources',
  id: 'listSources',
  group: 'Catalog',
  summary: 'Sources',
  description: 'Where the catalog’s rules come from, each with its licence and state.',
  example: '/sources',
  parameters: { ...pagingParameters, fields: fieldsParameter },
  name: 'Source',
  schema: source,
  async respond(paging) {
    const all = await getSources();
    const isOpen = readEnvironment(process.env).signIn.mode === 'off';
    const { items, last } = pageOf(all, paging, ({ id }) => id);
    return {
      total: all.length,
      items: items.map(({ syncedAt, errorNext, ...one }) => ({
        id: one.id,
        name: one.name,
        label: one.label,
        homepage: one.homepage,
        licence: one.licence,
        licenceUrl: one.licenceUrl,
        trust: one.trust,
        inFeed: one.inFeed,
        rules: one.rules,
        commit: one.commit,
        commitUrl: one.commitUrl,
        synced: syncedAt.toISOString(),
        error: isOpen && one.error ? [one.error, errorNext].filter(Boolean).join(' ') : null,
      })),
      last,
    };
  },
});
