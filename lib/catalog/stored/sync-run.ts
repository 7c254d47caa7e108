import { z } from 'zod';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';
import { column } from './column';
import type { Summary, SyncState } from './sync-summary';

const count = z.number();
const counts = z.record(z.string(), count);

export const syncSummary = column<Summary>()(
  'SyncRun.summary',
  z.object({
    outcome: z.enum(['pending', 'completed', 'unchanged', 'failed']),
    source: z.string(),
    commit: z.string().nullable(),
    attack: z.object({ version: z.string(), source: z.string() }).nullable(),
    translatorVersion: z.string().nullable(),
    startedAt: z.string(),
    finishedAt: z.string(),
    rules: z.object({ total: count, inFeed: count, byCollection: counts }).nullable(),
    changes: z
      .object({
        new: count,
        changed: count,
        renamed: count,
        removed: count,
        restored: count,
        unchanged: count,
        kept: count,
      })
      .nullable(),
    issues: z.object({ errors: count, warnings: count, infos: count, byCode: counts }),
    translations: z.record(z.enum(TARGETS), z.record(z.enum(OUTCOMES), count)).nullable(),
    work: z.object({ translated: count, checked: count, proved: count, enriched: count }),
    proofs: counts.nullable(),
    seconds: counts,
    slowest: z
      .array(
        z.object({
          path: z.string(),
          step: z.enum(['translate', 'check', 'prove']),
          milliseconds: count,
        }),
      )
      .optional(),
    sources: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          commit: z.string().nullable(),
          rules: count,
          error: z.object({ message: z.string(), next: z.string() }).nullable(),
        }),
      )
      .optional(),
    error: z.object({ message: z.string(), next: z.string() }).nullable(),
  }),
);

export const syncState = column<SyncState>()(
  'SyncRun.state',
  z.object({
    sources: z
      .array(
        z.object({
          label: z.string(),
          commit: z.string().nullable(),
          etag: z.string().nullable(),
        }),
      )
      .optional(),
    inputHash: z.string(),
    versions: z.object({ derive: z.string(), enrich: z.string() }),
    attackHash: z.string(),
    attack: z.string().nullable(),
    attackCheckedAt: z.iso.datetime(),
  }),
);
