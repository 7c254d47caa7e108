import { z } from 'zod';
import { CURRENCIES } from '../types';

/**
 * The YAML of `content/mappings/` as a person writes it. `load.ts` turns it into the resolved form of
 * `mapping.ts`, and `npm run schemas` turns it into the JSON Schemas that editors complete and check
 * with: the descriptions here are their hover texts. `content/mappings/README.md` teaches the format.
 */

const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMany = z.union([scalar.transform((one) => [one]), z.array(scalar)]);

const quality = z
  .enum(['exact', 'derived', 'approximate'])
  .describe(
    'exact: the same value. derived: computed from columns without loss. approximate: only related, and the query says it is.',
  );
const note = text.describe('One sentence for the reader of the query, shown beside it.');
const sourceIds = z.array(text);
const rewrite = z
  .array(text)
  .describe('Rewrites from presets.yml that give the value the form that Sigma rules expect.');

const described = {
  quality: quality.optional(),
  sources: sourceIds
    .describe('Ids from sources.yml; without this key, the sources of the variant or preset apply.')
    .optional(),
  note: note.optional(),
};

const currency = z
  .strictObject({
    state: z
      .enum(CURRENCIES)
      .describe(
        'current: something writes the table today. legacy: what writes it is no longer supported. retired: nothing writes it any more.',
      ),
    since: z.iso.date().describe('The day on which this began, as YYYY-MM-DD.').optional(),
    note: text.describe('What ended, in one sentence for the reader of the query.').optional(),
    source: text.describe('The id from sources.yml of the page that announces it.').optional(),
  })
  .superRefine((entry, context) => {
    if (entry.state === 'current') return;
    for (const key of ['since', 'note', 'source'] as const) {
      if (entry[key] === undefined) {
        context.addIssue({ code: 'custom', message: `a ${entry.state} table needs ${key}` });
      }
    }
  });

const fieldEntry = z
  .strictObject({
    column: text.describe('The column that holds the value.').optional(),
    expression: text
      .describe('KQL that computes the value; {field} is the name of the Sigma field.')
      .optional(),
    path: text
      .describe('KQL for a dynamic value; the rest of the field name selects a member of it.')
      .optional(),
    constant: oneOrMany
      .describe('The value that every row has because of the filter, or several such values.')
      .optional(),
    when: z.record(z.string(), text).describe('A KQL predicate for each Sigma value.').optional(),
    hashes: z
      .record(z.string(), text)
      .describe("The column or expression for each algorithm in Sysmon's Hashes field.")
      .optional(),
    present: text
      .describe(
        'KQL that holds if the event has the field, even an empty one. {field} is its name.',
      )
      .optional(),
    whole: text
      .describe('Beside hashes: the text of all hashes, for rules that name no algorithm.')
      .optional(),
    none: text.describe('Why the table does not have this field.').optional(),
    values: z
      .record(z.string(), oneOrMany)
      .describe('How the column spells each Sigma value; other values have no counterpart.')
      .optional(),
    numbers: z
      .array(z.enum(['sysmon', 'decimal']))
      .describe('How registry numbers are written: "DWORD (0x00000001)", or plain decimals.')
      .optional(),
    types: z
      .strictObject({ DWORD: text.optional(), QWORD: text.optional() })
      .describe('Beside numbers: a KQL predicate for rows of each registry type.')
      .optional(),
    flat: z
      .literal(true)
      .describe(
        'The object at the path has no objects within it: a dot in the name is part of a key.',
      )
      .optional(),
    starting: z
      .strictObject({
        with: text.describe('The text that the rule value starts with.'),
        expression: text.describe('The column or expression to test instead.'),
        note: text
          .describe(
            'Makes such a test approximate, with this sentence for the reader of the query.',
          )
          .optional(),
      })
      .describe('Tests of the start of the value that begin with this text use another expression.')
      .optional(),
    program: z
      .strictObject({
        expression: text.describe('KQL for the command line with its program as a full path.'),
        note: text.describe('One sentence for the reader of a query that looks there.'),
      })
      .describe(
        'For a column whose command lines begin with the bare name of the program: where tests look that name the path of a program. Such a test is approximate.',
      )
      .optional(),
    elements: z
      .strictObject({
        open: text.describe('What comes before each value.'),
        close: text.describe('What comes after each value.'),
      })
      .describe('The text holds many values between these marks; a test must match one of them.')
      .optional(),
    accepts: text
      .describe('A JavaScript regular expression that a rule value must match to be comparable.')
      .optional(),
    type: z
      .enum(['string', 'int', 'long', 'real', 'bool', 'datetime', 'guid'])
      .describe('The KQL type of the expression or path; string by default.')
      .optional(),
    required: z
      .boolean()
      .describe('The value is never null or empty, so a negation needs no guard.')
      .optional(),
    rewrite: rewrite.optional(),
    ...described,
  })
  .superRefine((entry, context) => {
    const ways = ['column', 'expression', 'path', 'constant', 'when', 'hashes', 'none'] as const;
    const isColumn = entry.column !== undefined || entry.expression !== undefined;
    const given = ways.filter((way) => entry[way] !== undefined && !(way === 'when' && isColumn));
    if (given.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: `needs exactly one of ${ways.join(', ')}; has ${given.join(' and ') || 'none of them'}`,
      });
    }
    for (const key of ['values', 'starting', 'program', 'numbers'] as const) {
      if (entry[key] && !isColumn) {
        context.addIssue({ code: 'custom', message: `${key} needs a column or an expression` });
      }
    }
    if (entry.whole && !entry.hashes) {
      context.addIssue({ code: 'custom', message: 'whole belongs to hashes' });
    }
    if (entry.types && !entry.numbers) {
      context.addIssue({ code: 'custom', message: 'types belongs to numbers' });
    }
  });

const field = z
  .union([text.transform((column): z.infer<typeof fieldEntry> => ({ column })), fieldEntry])
  .meta({ id: 'field' })
  .describe('The name of a column, or keys that say how the field is found.');

const keywords = z.strictObject({
  expression: text.describe('KQL for the text that a rule without fields searches.'),
  marks: text
    .describe(
      'What every row has around its values; # is any hexadecimal digit. A keyword that can be part of it is approximate.',
    )
    .optional(),
  rewrite: rewrite.optional(),
  ...described,
});

const variant = z
  .strictObject({
    use: z
      .array(text)
      .describe('Presets to build on, in order; later ones and the variant itself win.')
      .optional(),
    with: z
      .record(z.string(), scalar)
      .describe('Parameters; {name} inserts one anywhere in the variant and its presets.')
      .optional(),
    table: text.describe('The table or ASIM parser that the query reads.').optional(),
    workspaceTable: text
      .describe('The name of the ASIM parser when it is deployed in the workspace.')
      .optional(),
    arguments: z
      .record(z.string().regex(/^[a-z_]+$/), scalar)
      .describe('Arguments for the ASIM parser, such as pack: true, which fills AdditionalFields.')
      .optional(),
    label: text.describe('A short name of the telemetry, shown to readers.').optional(),
    where: oneOrMany
      .describe('KQL predicates that pick the rows of this log source; a list gives several.')
      .optional(),
    columns: z
      .enum(['same'])
      .describe('same: a field that has the name of a column is that column.')
      .optional(),
    fields: z
      .record(z.string(), field)
      .describe('Sigma field, or several separated by commas, and where the table has it.')
      .optional(),
    default: field.describe('The entry for every field that is not listed.').optional(),
    keywords: keywords
      .describe('Where keywords, the values without a field, are searched.')
      .optional(),
    quality: quality.optional(),
    currency: currency
      .describe('Whether something still writes the table; without this key, it is current.')
      .optional(),
    sources: sourceIds
      .describe('Ids from sources.yml for the table and the filter, and for fields by default.')
      .optional(),
    fieldSources: sourceIds
      .describe('Ids from sources.yml for the fields here that name no sources of their own.')
      .optional(),
    note: note.optional(),
  })
  .meta({ id: 'variant' });

const presets = z
  .record(z.string(), variant)
  .describe('Parts of variants under a name, for `use`.');

const logsource = z.strictObject({
  product: text.describe('logsource.product of the Sigma rule.').optional(),
  category: text.describe('logsource.category of the Sigma rule.').optional(),
  service: text.describe('logsource.service of the Sigma rule.').optional(),
  with: z
    .record(z.string(), scalar)
    .describe('Parameters of this log source; {name} inserts one anywhere in the variants.')
    .optional(),
});

export const mappingFile = z
  .strictObject({
    logsources: z
      .array(logsource)
      .min(1)
      .describe(
        'The Sigma log sources that this file maps; absent keys must be absent in the rule.',
      ),
    presets: presets.optional(),
    variants: z
      .array(variant)
      .min(1)
      .describe('The tables that have this telemetry, best first.')
      .optional(),
    none: text.describe('Why this target has no table for the log source.').optional(),
  })
  .refine((file) => (file.variants === undefined) !== (file.none === undefined), {
    message: 'needs either variants, or none with the reason why this target has no table',
  });

export const presetsFile = z.strictObject({
  presets: presets.optional(),
  rewrites: z
    .record(
      z.string(),
      z.strictObject({
        needs: text.describe(
          'A JavaScript regular expression; the rewrite applies to rules with a value that matches it.',
        ),
        always: z
          .boolean()
          .describe('Also apply it where a test looks at more than literal text.')
          .optional(),
        atEnd: z
          .boolean()
          .describe('Apply it only where a test looks at the end of the value.')
          .optional(),
        ifEmpty: z
          .boolean()
          .describe('Also apply it where a test asks whether the value is empty.')
          .optional(),
        expression: text
          .includes('{value}', 'must contain {value}')
          .describe('KQL that rewrites {value}.'),
        sources: sourceIds.describe('Ids from sources.yml.').optional(),
        note: note.optional(),
      }),
    )
    .describe('Named changes to a value, for `rewrite`.')
    .optional(),
  fileNames: z
    .array(
      z.strictObject({
        path: text.describe('The column or expression that holds the whole path.'),
        name: text.describe("The column that holds the path's last part."),
        tables: z.array(text).min(1).describe('The tables whose rows agree on this.'),
        sources: sourceIds.describe('Ids from sources.yml.'),
      }),
    )
    .describe('Columns with the last part of a path: a rule that asks for a name compares them.')
    .optional(),
});

export const sourcesFile = z.record(
  z.string(),
  z.strictObject({
    title: text.describe('What the page or file is called.'),
    url: z.url().nullable().describe('Where it is, or null for an inference.'),
    found: z.boolean().describe('false: an inference that no document states.'),
  }),
);

const names = z.array(text);

export const resultsFile = z.strictObject({
  columns: z
    .array(names)
    .describe('Columns to show first, in lines by what they say. A table shows those that it has.'),
  tables: z
    .record(z.string(), names)
    .describe('Columns to show first for a table, instead of those in `columns`.'),
  messages: z
    .record(z.string(), text)
    .describe('The column with the text of the whole event, shown where `fields` has no entry.'),
  last: names.describe('Columns to show after those that a reader looks at.'),
  parsed: names.describe(
    'Tables in which fields are computed, because a row keeps its event as text.',
  ),
  fields: z
    .record(z.string(), names)
    .describe('Sigma fields that describe an event, by the category of the log source.'),
});

export type MappingFile = z.infer<typeof mappingFile>;
export type FieldEntry = z.infer<typeof fieldEntry>;
export type KeywordsEntry = z.infer<typeof keywords>;
export type CurrencyEntry = z.infer<typeof currency>;
/** A variant or a preset as written. */
export type WrittenPart = z.infer<typeof variant>;
/** The last part of a path has a column of its own. */
export type FileNameEntry = NonNullable<z.infer<typeof presetsFile>['fileNames']>[number];
export type PresetsFile = z.infer<typeof presetsFile>;
export type ResultsFile = z.infer<typeof resultsFile>;
export type SourcesFile = z.infer<typeof sourcesFile>;
