import { z } from 'zod';
import { DEPLOY_FORMATS, LIMITS } from './types';

/**
 * The YAML of `content/entities` and `content/deploy` as a person writes it. `load-knowledge.ts` reads it,
 * and `npm run schemas` turns it into the JSON Schemas that editors complete and check with.
 */

const text = z.string().min(1);
const names = z.array(text).min(1);
const confirmed = z.iso.date().describe('The day on which the source was last read.');
const source = text.describe('The id of a source in sources.yml.');
const column = z.string().regex(/^[A-Za-z_]\w*$/, 'not the name of a column');
const columns = z.record(text, column);

/** Of `split.yml`: kind of name → part → expression over `{column}`. */
export const splitFile = z.record(
  text,
  z.record(
    z.string().regex(/^[A-Z]\w*$/),
    text.includes('{column}').describe('KQL in which {column} stands for the column.'),
  ),
);

const extend = z.union([
  z.strictObject({
    split: text.describe('A kind of name in split.yml.'),
    of: column.describe('The column that holds the name.'),
    as: z
      .string()
      .regex(/^[A-Z]\w*$/)
      .describe('A word in the made columns’ names, where a table has two such names.')
      .optional(),
  }),
  z.strictObject({
    column: column.describe('The column to make.'),
    expression: text.describe('KQL that computes it; {events} stands for the events.'),
    events: z
      .array(z.int())
      .min(1)
      .describe('It is made only for a query that names one of these events, or none at all.')
      .optional(),
    needs: z.array(column).min(1).describe('The columns that the expression reads.'),
  }),
]);

/** Of a table, or of tables with the same columns. */
export const entitiesFile = z.strictObject({
  tables: names.describe('Tables and ASIM parsers that have all of the columns below.'),
  sources: z
    .array(z.strictObject({ title: text, url: z.url() }))
    .min(1)
    .describe('Where the columns and the entities are documented.'),
  computed: z
    .array(column)
    .describe('Columns that a query makes where its rule needs them; the table has none of them.')
    .optional(),
  extend: z
    .array(extend)
    .describe('Columns that a deployed query makes for its entities, in order.')
    .optional(),
  entities: z
    .array(z.strictObject({ type: text, fields: columns }))
    .describe('Sentinel’s entities, most important first: type, and identifier → column.')
    .optional(),
  graph: z
    .array(z.strictObject({ collection: text, columns }))
    .describe('Defender’s entities, most important first: collection, and property → column.')
    .optional(),
  details: z
    .record(z.string().regex(/^[A-Za-z]\w{0,19}$/, 'not 1 to 20 letters and digits'), column)
    .describe('Custom details: name → column.')
    .optional(),
  title: z
    .strictObject({ column, word: z.enum(['on', 'by', 'from', 'to']) })
    .describe('The column that an alert’s title ends with, after the word.')
    .optional(),
});

/** Of `limits.yml`. */
export const limitsFile = z.record(
  z.enum(LIMITS),
  z.strictObject({
    value: z.int().positive(),
    unit: text,
    of: text.describe('What the limit is of, for a sentence: “a workspace”.'),
    source,
    confirmed,
  }),
);

/** Of `deploy/sources.yml`. */
export const deploySourcesFile = z.record(text, z.strictObject({ title: text, url: z.url() }));

const tactic = z.string().regex(/^[A-Z][A-Za-z]+$/);
const technique = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'not a technique’s id');

/** Of `attack.yml`. */
export const attackFile = z.strictObject({
  tactics: z.strictObject({
    source,
    confirmed,
    names: z.record(text, tactic).describe('ATT&CK’s short name → the formats’ name.'),
  }),
  techniques: z.strictObject({
    source,
    confirmed,
    former: z.record(technique, technique).describe('Technique → the one it was before.'),
    new: z.array(technique).describe('Techniques that the formats do not know.'),
  }),
  azureSentinel: z.strictObject({
    source,
    confirmed,
    tactics: z.record(tactic, z.array(technique)),
  }),
});

/** Of `connectors.yml`. */
export const connectorsFile = z.strictObject({
  source,
  confirmed,
  tables: z.record(text, z.array(z.strictObject({ connectorId: text, dataTypes: names })).min(1)),
});

const identified = z.strictObject({
  source,
  confirmed,
  types: z.record(
    text,
    z.strictObject({
      identifiers: names,
      needs: z.array(names).min(1).describe('Sets of identifiers; an entity needs one whole set.'),
    }),
  ),
});

/** Of `identifiers.yml`. */
export const identifiersFile = z.strictObject({ sentinel: identified, graph: identified });

/** Of `ways.yml`. */
export const waysFile = z.record(
  z.enum(DEPLOY_FORMATS),
  z.strictObject({
    name: text.describe('What a person calls the format.'),
    what: text.describe('What it is and where it goes, in a clause.'),
    folder: text.describe('The folder of its files in a bundle; `.` for the bundle itself.'),
    needs: text.describe('What must be there before, after “You need”.'),
    commands: z.array(text).length(2).describe('What deploys a bundle, from its own folder.'),
    source,
    confirmed,
  }),
);

/** Of `near-real-time.yml`. */
export const nearRealTimeFile = z.strictObject({
  source,
  confirmed,
  tables: names.describe('Tables of which one alone may be read.'),
  operators: names.describe('Operators that a query may have.'),
});
