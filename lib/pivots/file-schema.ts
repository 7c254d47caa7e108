import { z } from 'zod';
import { TOPICS } from '@/lib/question-topic';

/** The YAML of `content/pivots` as a person writes it. `content/pivots/README.md` explains it. */

const text = z.string().min(1);
const identifier = z.string().regex(/^[a-z][a-zA-Z]*$/, 'must be a name such as `device`');

const parameter = z.strictObject({
  name: identifier.describe('What the query calls the value.'),
  column: text.describe('The column of the match that has it.'),
  short: z
    .boolean()
    .default(false)
    .describe('Whether only the part of a host’s name before its first dot counts.'),
  type: z.enum(['string', 'long', 'int', 'datetime', 'guid', 'bool']).default('string'),
});

/** Of a column without a value in some rows: which rows have one. */
const filled = z
  .strictObject({
    columns: z.array(text).min(1),
    events: z.array(z.int()).min(1).optional().describe('Only these values of EventID.'),
    exceptEvents: z.array(z.int()).min(1).optional().describe('All but these values of EventID.'),
    products: z
      .array(text)
      .min(1)
      .optional()
      .describe('Only those that rules for these products find.'),
    exceptProducts: z
      .array(text)
      .min(1)
      .optional()
      .describe('All but those that rules for these products find.'),
  })
  .refine(
    ({ columns: _, ...rows }) => Object.keys(rows).length === 1,
    'must say in one way which rows have a value',
  );

/** By what to count matches whose result has no column of `honest`. */
const otherwise = z.strictObject({
  products: z
    .array(text)
    .min(1)
    .optional()
    .describe('Only matches of rules for these products; left out: of all.'),
  from: z.array(text).min(1).describe('Columns of a match that the lines read.'),
  lines: text.optional().describe('Operators that make the columns, each after a pipe.'),
  columns: z.array(text).min(1).describe('By what to count; two or more make an exclusion, too.'),
});

/** Queries that follow a match in some tables. */
export const pivotFile = z.strictObject({
  tables: z.array(text).min(1).describe('Tables or ASIM parsers that the rule’s query reads.'),
  time: text
    .optional()
    .describe(
      'The column with the time of a match, if it is not the one of the target’s own tables.',
    ),
  computed: z
    .array(text)
    .default([])
    .describe('Columns named here that the tables do not have: only some queries make them.'),
  host: text.optional().describe('The column that names the host or device, if there is one.'),
  hostNames: z
    .array(text)
    .min(1)
    .optional()
    .describe(
      'Columns that name the host, some with its domain and some without; the first that has a value counts. {host} in a query is the name without the domain.',
    ),
  shown: z
    .array(text)
    .default([])
    .describe('Columns without which a row of a look-up says too little.'),
  honest: z
    .array(text)
    .min(1)
    .describe('Columns that distinguish honest activity from attacks; the most useful first.'),
  objects: z
    .array(text)
    .default([])
    .describe(
      'Columns that say what was done, and to what; the most telling first. An exclusion names one, so that it does not leave out everything of a program or an account.',
    ),
  otherwise: z
    .array(otherwise)
    .default([])
    .describe('By what to count where a result has no column of `honest`; the first that suits.'),
  texts: z
    .array(text)
    .default([])
    .describe('Columns named here whose values may hold quotes or line breaks.'),
  same: z
    .array(z.tuple([text, text]))
    .default([])
    .describe('A column, and another that a filter on the first limits as well.'),
  filled: z
    .array(filled)
    .default([])
    .describe('Columns named here that not every row has a value in.'),
  pivots: z
    .array(
      z.strictObject({
        title: text.describe('What the query shows, as a heading.'),
        products: z
          .array(text)
          .min(1)
          .optional()
          .describe('Products as rules name them, if it is of no use for others.'),
        topics: z.array(z.enum(TOPICS)).min(1).describe('What it shows.'),
        about: z
          .array(z.string().regex(/^[a-z0-9 ’-]+$/))
          .min(1)
          .describe('Words of questions without a topic that it answers, in lower case.'),
        needs: z
          .array(text)
          .default([])
          .describe('Columns that the match has to have besides, if others have no use for it.'),
        exceptEvents: z
          .array(z.int())
          .min(1)
          .optional()
          .describe('Values of EventID so common that the query says nothing of them.'),
        from: z.array(parameter).describe('Values of the match that it needs, besides its time.'),
        kql: text.describe(
          'The query, with the names of `from` and `when` as values; {time} is the column with the time, {host} the name of the host without its domain.',
        ),
      }),
    )
    .min(1)
    .describe('The most useful first.'),
  sources: z.array(z.url({ protocol: /^https$/ })).min(1),
  reviewed: z.iso.date(),
});

export type PivotFile = z.infer<typeof pivotFile>;
export type PivotEntry = PivotFile['pivots'][number];
