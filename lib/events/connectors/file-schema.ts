import { z } from 'zod';
import { COMPUTED } from './computed';

/**
 * The shape of the YAML in `content/connectors/`: what a person may write. `compile-connector.ts`
 * turns it into code; `content/connectors/README.md` explains it.
 */

const name = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const paths = z
  .union([name, z.array(name).min(1)])
  .describe('Dotted path of the event, or several: the first one present counts.');

const valueMap = z
  .record(z.string(), scalar)
  .describe('From the value in the event, in any case, to the value in the column.');

const FORMS = ['text', 'value', 'parsed', 'list', 'list-text', 'file-name', 'lower-case'] as const;

/** How a value is written to its column. */
export type Form = (typeof FORMS)[number];

const SOURCES = ['from', 'whole', 'object', 'computed', 'constant'] as const;

const described = z.strictObject({
  from: paths.optional(),
  whole: z
    .enum(['line', 'event'])
    .optional()
    .describe('The line of a text log, or the event as an object.'),
  with: z
    .record(
      name,
      z.lazy((): z.ZodType<ColumnEntry> => columnEntry),
    )
    .optional()
    .describe('Only with `whole: event`: members to set; one without a value is taken out.'),
  object: z
    .record(
      name,
      z.lazy((): z.ZodType<ColumnEntry> => columnEntry),
    )
    .optional()
    .describe('An object built member by member; members without a value are left out.'),
  computed: z
    .enum([...COMPUTED.keys()])
    .optional()
    .describe('A named computation of lib/events/connectors/computed.'),
  constant: scalar.optional().describe('A value that is the same in every row.'),
  as: z
    .enum(FORMS)
    .optional()
    .describe(
      'text (the default of `from`): objects and lists as JSON. value (the default otherwise): as it is. ' +
        'parsed: JSON text becomes an object. list: one value becomes a list. list-text: that list as ' +
        'JSON. file-name: the last element of a path. lower-case: text in lower case.',
    ),
  values: z
    .union([name, valueMap])
    .optional()
    .describe('Translates values: a table of values.yml by its name, or the pairs themselves.'),
  unlisted: z
    .enum(['keep', 'omit'])
    .optional()
    .describe('What happens to a value that `values` does not list. The default is keep.'),
  absent: scalar.optional().describe('The value when the event has none.'),
  source: z.url().optional().describe('Where this column is documented, if not where the row is.'),
});

/** One column: a path, several paths, or an object that says more. */
export type ColumnEntry = string | string[] | ColumnDescription;

export interface ColumnDescription {
  from?: string | string[] | undefined;
  whole?: 'line' | 'event' | undefined;
  with?: Record<string, ColumnEntry> | undefined;
  object?: Record<string, ColumnEntry> | undefined;
  computed?: string | undefined;
  constant?: string | number | boolean | undefined;
  as?: Form | undefined;
  values?: string | Record<string, string | number | boolean> | undefined;
  unlisted?: 'keep' | 'omit' | undefined;
  absent?: string | number | boolean | undefined;
  source?: string | undefined;
}

const columnEntry: z.ZodType<ColumnEntry> = z.union([
  name,
  z.array(name).min(1),
  described.superRefine((entry, context) => {
    const given = SOURCES.filter((key) => entry[key] !== undefined);
    if (given.length !== 1) {
      const has = given.join(' and ') || 'none of them';
      const message = `needs exactly one of ${SOURCES.join(', ')}; has ${has}`;
      context.addIssue({ code: 'custom', message });
    }
    if (entry.with && entry.whole !== 'event') {
      context.addIssue({ code: 'custom', message: '`with` needs `whole: event`' });
    }
    if (entry.unlisted && !entry.values) {
      context.addIssue({ code: 'custom', message: '`unlisted` needs `values`' });
    }
  }),
]);

const condition = z
  .strictObject({
    field: paths,
    is: scalar.optional().describe('The value that the field must have, in any case.'),
    in: name.optional().describe('A table of values.yml that must list the value.'),
    orAbsent: z.boolean().optional().describe('An event without the field passes too.'),
  })
  .superRefine((entry, context) => {
    if ((entry.is === undefined) === (entry.in === undefined)) {
      context.addIssue({ code: 'custom', message: 'needs either `is` or `in`' });
    }
  });

const logsource = z
  .strictObject({
    product: name.optional().describe('Product of the log source, as rules name it.'),
    category: name.optional().describe('Category of the log source, as rules name it.'),
    service: name.optional().describe('Service of the log source, as rules name it.'),
  })
  .refine((key) => key.product || key.category || key.service, 'names no log source');

/** An entry once its presets are applied. */
export const connector = z.strictObject({
  logsources: z
    .array(logsource)
    .min(1)
    .describe('Log sources whose events the table gets. A part left out must be absent there too.'),
  target: z
    .enum(['sentinel', 'sentinel-asim', 'defender-xdr'])
    .describe('Where the table can be queried.'),
  origin: z
    .enum(['recorded', 'equivalent'])
    .optional()
    .describe(
      'recorded (the default): the connector writes this very event to the table. equivalent: the ' +
        'table belongs to another sensor, which records the same activity.',
    ),
  source: z.url().describe('The page that documents the table or what writes it.'),
  alsoIn: z.array(name).optional().describe('Further tables that get the same row.'),
  time: z
    .union([name, z.array(name).min(1)])
    .describe('Column, or columns, that hold the time of the event.'),
  only: z
    .array(condition)
    .optional()
    .describe('Conditions that an event must meet to have a row; all of them.'),
  constants: z
    .record(name, scalar)
    .optional()
    .describe('Columns whose value is the same in every row.'),
  columns: z
    .record(name, columnEntry)
    .optional()
    .describe('Column of the table: where its value comes from.'),
});

const part = connector.partial();

const presets = z.record(name, part).describe('Parts of entries under names, for `use`.');

const written = part.extend({
  use: z
    .union([name, z.array(name).min(1)])
    .optional()
    .describe(
      'A preset, or several, to start from: those of this file, then those of presets.yml. A later ' +
        'one wins over an earlier one, and the entry over all. `constants` and `columns` add up.',
    ),
});

/** A file of `content/connectors`. Its name is the table's. */
export const connectorFile = z.strictObject({
  presets: presets.optional(),
  connectors: z.array(written).min(1).describe('One entry for each group of log sources.'),
});

/** `content/connectors/presets.yml`: presets for every file. */
export const connectorPresetsFile = presets;

/** `content/connectors/values.yml`: translations of values that several columns share. */
export const connectorValuesFile = z.record(
  name,
  z.strictObject({ source: z.url().describe('Where they are documented.'), values: valueMap }),
);

export type ConnectorFile = z.infer<typeof connectorFile>;
export type ConnectorEntry = z.infer<typeof connector>;
export type ConnectorPart = z.infer<typeof part>;
export type WrittenConnector = z.infer<typeof written>;
export type ConditionEntry = z.infer<typeof condition>;
