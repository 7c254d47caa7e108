import { z } from 'zod';
import { isTableName, type OwnTables } from '@/lib/own-tables/own-tables';
import { TARGETS } from '@/lib/target';

/* What several tools take. */

export const ruleId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('The id of a rule, as search_rules gives it.');

export const target = z
  .enum(TARGETS)
  .describe(
    'sentinel: Sentinel’s tables; sentinel-asim: Sentinel’s ASIM parsers; defender-xdr: advanced hunting of Defender XDR.',
  );

const names = z
  .array(
    z.string().refine(isTableName, {
      error: 'must be the name of a table, such as SecurityEvent or DeviceProcessEvents',
    }),
  )
  .max(150)
  .default([]);

/** The tables that somebody has. */
export const ownTables = z
  .strictObject({
    sentinel: names.describe('Tables of the Sentinel workspace.'),
    defender: names.describe('Tables of advanced hunting in Defender XDR.'),
  })
  .describe('The tables that the asker has. What does not run with them is left out.');

/** The tables as the catalog takes them; null without any, which stands for all rules. */
export function tablesOf(tables: OwnTables | undefined): OwnTables | null {
  return tables && tables.sentinel.length + tables.defender.length > 0 ? tables : null;
}

export const offset = z
  .int()
  .min(0)
  .max(100_000)
  .default(0)
  .describe('How many to pass over, to get the next ones.');

export const from = z
  .int()
  .min(0)
  .max(10_000_000)
  .default(0)
  .describe('The character from which a long text goes on, to get its next part.');

export const cut = z
  .array(z.string())
  .describe('What is left out of this answer, and how to get it. Empty if nothing is.');
