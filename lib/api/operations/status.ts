import { z } from 'zod';
import { getStatus } from '@/lib/catalog/status';
import manifest from '@/package.json';
import { defineObject } from '../define-operation';
import { fieldsParameter } from '../fields';
import { time } from '../rule/shared-schemas';

const count = z.int();

const status = z.object({
  version: z.string().describe('Of Watchfloor.'),
  translator: z.string().nullable().describe('The version that wrote the queries.'),
  sync: z
    .object({
      id: z.int(),
      source: z.string(),
      commit: z.string().nullable(),
      completed: time.describe('When it ended.'),
      checked: time.describe('When the sources were last looked at.'),
      attack: z.string().nullable().describe('The version of MITRE ATT&CK.'),
    })
    .nullable()
    .describe('The last one that changed the catalog; null before the first.'),
  running: z
    .object({ started: time, phase: z.string(), progress: time, isStuck: z.boolean() })
    .nullable()
    .describe('The sync that runs now.'),
  next: time.nullable().describe('When the next sync is due; null if syncs are off.'),
  rules: z
    .object({
      total: count,
      inFeed: count,
      byCollection: z.record(z.string(), count),
    })
    .nullable(),
  changes: z.record(z.string(), count).nullable().describe('What the last sync did to rules.'),
  translations: z
    .record(z.string(), z.record(z.string(), count))
    .nullable()
    .describe('By target and outcome.'),
  proofs: z.record(z.string(), count).nullable(),
  issues: z.array(z.object({ code: z.string(), count })),
});

/** The state of the catalog and its syncs. */
export const getOwnStatus = defineObject({
  path: '/status',
  id: 'getStatus',
  group: 'Catalog',
  summary: 'Status',
  description: 'The state of the catalog and of its syncs at this moment.',
  example: '/status',
  parameters: { fields: fieldsParameter },
  name: 'Status',
  schema: status,
  isOfTheMoment: true,
  async respond() {
    const { sync, running, nextSyncAt, translatorVersion, summary, issueCounts } =
      await getStatus(null);
    return {
      version: manifest.version,
      translator: translatorVersion,
      sync: sync && {
        id: sync.id,
        source: sync.sourceName,
        commit: sync.commit,
        completed: sync.completedAt.toISOString(),
        checked: sync.checkedAt.toISOString(),
        attack: sync.attackVersion,
      },
      running: running && {
        started: running.startedAt.toISOString(),
        phase: running.phase,
        progress: running.progressAt.toISOString(),
        isStuck: running.stuck,
      },
      next: nextSyncAt?.toISOString() ?? null,
      rules: summary.rules
        ? { ...summary.rules, byCollection: { ...summary.rules.byCollection } }
        : null,
      changes: summary.changes ? { ...summary.changes } : null,
      translations: summary.translations
        ? Object.fromEntries(
            Object.entries(summary.translations).map(([target, counts]) => [target, { ...counts }]),
          )
        : null,
      proofs: summary.proofs ? { ...summary.proofs } : null,
      issues: issueCounts.map(({ code, count }) => ({ code, count })),
    };
  },
});
