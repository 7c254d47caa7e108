import { z } from 'zod';

const text = z.string().min(1);
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const selection = z.record(text, z.union([value, z.array(value).min(1)]));
const span = z.string().regex(/^[1-9]\d{0,2}[mhd]$/, 'must be a time such as 10m, 2h or 30d');

/** A query that answers one question of triage, as a small Sigma detection with its place and time. */
export const lookUp = z
  .strictObject({
    title: text.max(80).describe('What the query shows, as a heading.'),
    in: z
      .union([
        text,
        z.strictObject({
          product: text.optional(),
          category: text.optional(),
          service: text.optional(),
        }),
      ])
      .optional()
      .describe(
        'The log source of the events: a category of the rule’s product, or a log source. Left out: the rule’s own.',
      ),
    where: z
      .union([selection, z.array(selection).min(1)])
      .optional()
      .describe(
        'A Sigma selection. `<Field>` as a whole value is taken from the match, `<Field:name>` is the last part of its path, `<Field:host>` the host of its URL; other words in angle brackets are filled in by hand.',
      ),
    unless: z
      .union([selection, z.array(selection).min(1)])
      .optional()
      .describe('A Sigma selection of events that are left out.'),
    host: text
      .optional()
      .describe('`same` (unless stated), `any`, or words that say which other computer.'),
    before: span.optional().describe('How long before the match it begins; 1h unless stated.'),
    after: span.optional().describe('How long after the match it ends; 1h unless stated.'),
    by: z.array(text).min(1).optional().describe('Sigma fields by which events are counted.'),
    show: z.array(text).min(1).optional().describe('Sigma fields that are listed.'),
  })
  .refine(({ where, unless }) => !unless || where, 'has `unless` without `where`')
  .refine(({ by, show }) => !by || !show, 'has `by` or `show`, not both');

export type LookUp = z.infer<typeof lookUp>;
