import { z } from 'zod';
import { SOURCE_KINDS } from './source-kinds';

/**
 * The shape of the YAML in `content/log-sources/`: what a person may write. `load-log-sources.ts`
 * resolves it into the form of `types.ts`; `content/log-sources/README.md` explains it.
 */

const text = z.string().min(1);
const texts = z.array(text).min(1);
const value = z.union([z.string(), z.number(), z.boolean()]);
const eventIds = z.array(z.int().nonnegative()).min(1);
const sources = z
  .array(z.url())
  .min(1)
  .describe('Pages that state these facts. An entry without sources has those of its file.');
const fields = texts.describe('The field names that rules use, in the order of the log.');
const values = z
  .record(text, value)
  .describe(
    'Field → the value that an event made from a rule has when the rule asks for nothing else.',
  );
const when = z
  .record(text, z.union([text, texts], 'must be one value or a list of values'))
  .describe('Only events in which this one field has this value, or one of these values.');

const activity = z.strictObject({
  subject: z
    .strictObject({
      fields: z.array(text).describe('Fields that name the actor, the best first.'),
      noun: text.describe('What the actor is called when the rule does not name it.'),
    })
    .optional()
    .describe('Who acts. Left out: the process in Image.'),
  verb: text.describe('What it does, ending in -ing: `creating`.'),
  implied: z
    .strictObject({ field: text, value: text })
    .optional()
    .describe('A field value that the verb already says, so that no sentence repeats it.'),
  objects: z
    .array(
      z.strictObject({
        fields: texts.describe('Fields that name the object, the best first.'),
        noun: text.describe('What the object is called.'),
        before: text.optional().describe('A word before it: `to`, `on port`.'),
        without: text
          .optional()
          .describe(
            'What to say when the rule does not name it. Left out: `a <noun>`, or nothing when the object has a word before it.',
          ),
        exact: z
          .literal(true)
          .optional()
          .describe('Name the object only when the rule gives its whole value.'),
      }),
    )
    .optional()
    .describe('What it acts on, in the order of the sentence.'),
});

const vocabulary = z
  .strictObject({
    fields: texts.describe('The fields that have these values.'),
    words: z.array(z.string()).min(1).optional().describe('The words, spelled as the log does.'),
    pattern: text.optional().describe('A regular expression that every value matches.'),
    open: z
      .boolean()
      .optional()
      .describe('true: the field has other values too, but writes these words only like this.'),
    sources: sources.optional(),
  })
  .refine((one) => (one.words === undefined) !== (one.pattern === undefined), {
    message: 'needs either words or a pattern',
  });

/** Facts that a category, a service or a preset may state. */
const shared = {
  name: text
    .optional()
    .describe(
      'What people call it. In a file without a product, `{product}` marks where the product’s name goes; without the mark, `on <product>` follows.',
    ),
  kind: z
    .enum(SOURCE_KINDS)
    .optional()
    .describe('How an analyst handles it. Left out: the kind of its product.'),
  event: text.optional().describe('What one event is called: `alert`. Left out: `event`.'),
  text: text
    .optional()
    .describe('The field that holds the text of such an event: `ScriptBlockText`.'),
  activity: activity
    .optional()
    .describe('How a sentence tells what happened, in place of `event`.'),
  keywords: z
    .strictObject({
      fields: texts
        .optional()
        .describe(
          'Fields in which a keyword may be found: the first that the rule also tests, else the first.',
        ),
      between: text.optional().describe('What separates two keywords. Left out: a space.'),
      before: text.optional().describe('Text before the keywords, as the log writes it.'),
    })
    .optional()
    .describe('Where an event made from a rule carries its keywords. Left out: in `message`.'),
  like: text
    .regex(/^[^/]+\/[^/]+$/, 'must be <product>/<category or service>')
    .optional()
    .describe(
      'Another entry that has the same fields, values and vocabularies; a service also its events.',
    ),
  fields: fields.optional(),
  values: values.optional(),
  vocabularies: z
    .array(vocabulary)
    .min(1)
    .optional()
    .describe('Fields that hold one of a few fixed words, or values of one form.'),
  channels: texts.optional().describe('Windows event log channels, the usual one first.'),
  provider: text
    .optional()
    .describe('The usual provider. Left out: the part of the first channel before the slash.'),
  sources: sources.optional(),
};

const use = z
  .union([text, texts])
  .optional()
  .describe('Presets of this file to start from; what an entry states itself wins.');

const event = z.strictObject({
  means: text.optional().describe('What the event id means, in a few words.'),
  fields: fields.optional(),
  values: values.optional(),
  sources: sources.optional(),
});

const service = z.strictObject({
  use,
  ...shared,
  aliases: texts.optional().describe('Other names of the service in rules.'),
  providerGuid: text.optional().describe('The GUID of the provider, without braces.'),
  knownBy: z
    .literal('provider')
    .optional()
    .describe('Events belong to this log by their provider, whatever their channel is.'),
  userData: text.optional().describe('The element of UserData that holds the values.'),
  renames: z
    .record(text, text)
    .optional()
    .describe('Field of a rule → the name that the log itself uses.'),
  program: text.optional().describe('The program that begins each line in a syslog.'),
  complete: z
    .literal(true)
    .optional()
    .describe('Its events have no other fields than `fields` and those of `events`.'),
  events: z
    .record(
      z.string().regex(/^\d+$/, 'an event id is a number'),
      z.union(
        [text, event],
        'must be the meaning of the event id, or a map of what is known about it',
      ),
    )
    .optional()
    .describe('Event id → what it means, or what is known about it.'),
});

const recordedAs = {
  log: text
    .optional()
    .describe(
      'The service that writes the events, or <product>/<service>. Left out: the only service of the file.',
    ),
  when: when.optional(),
};

const category = z.strictObject({
  use,
  ...shared,
  ...recordedAs,
  eventIds: eventIds
    .optional()
    .describe(
      'The ids of its events in that log; the one to construct first when nothing decides.',
    ),
  alsoIn: z
    .array(z.strictObject({ ...recordedAs, eventIds, sources: sources.optional() }))
    .min(1)
    .optional()
    .describe('Events of other logs that record the same under field names of their own.'),
});

/** One file of `content/log-sources`: a product, or part of one, with its log sources. */
export const logSourceFile = z.strictObject({
  product: text
    .optional()
    .describe('The product as rules name it. Left out: these log sources need no product.'),
  name: text.optional().describe('The name of the product: `Google Cloud`.'),
  kind: z.enum(SOURCE_KINDS).optional().describe('The kind of its log sources that state none.'),
  platforms: texts.optional().describe('The ATT&CK platforms whose activity its logs show.'),
  paths: z
    .enum(['windows', 'posix'])
    .optional()
    .describe('How paths are written. Left out: windows.'),
  lists: z
    .boolean()
    .optional()
    .describe('Whether a field may hold a list, as in JSON. Left out: true.'),
  log: text.optional().describe('The service that a rule for the product alone most likely means.'),
  program: text
    .optional()
    .describe('The program that begins a syslog line when no service is named.'),
  keywords: shared.keywords,
  fields: fields.optional(),
  sources: sources.optional(),
  presets: z
    .record(text, z.strictObject(shared))
    .optional()
    .describe('Named parts that entries of this file start from with `use`.'),
  categories: z.record(text, category).optional().describe('Category → what is known about it.'),
  services: z.record(text, service).optional().describe('Service → what is known about it.'),
});

/** `content/log-sources/fields.yml`: what analysts call a field. */
export const fieldNamesFile = z.record(
  text,
  z.union([
    text,
    z.strictObject({
      name: text.describe('What the field is called in a sentence.'),
      path: text.describe('What its whole value, a path, is called.'),
    }),
  ]),
);

export type LogSourceFile = z.infer<typeof logSourceFile>;
export type CategoryEntry = z.infer<typeof category>;
export type ServiceEntry = z.infer<typeof service>;
export type RecordedAs = NonNullable<CategoryEntry['alsoIn']>[number];
export type FieldNamesFile = z.infer<typeof fieldNamesFile>;
export type ActivityEntry = z.infer<typeof activity>;
export type VocabularyEntry = z.infer<typeof vocabulary>;
