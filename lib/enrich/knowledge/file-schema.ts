import { z } from 'zod';
import { SOURCE_KINDS } from '@/lib/log-sources';
import { lookUp } from '@/lib/look-up';
import { TOPICS, type Topic } from '@/lib/question-topic';

/**
 * The YAML of `content/knowledge` as a person writes it. `load-knowledge.ts` reads it;
 * `content/knowledge/README.md` explains it.
 */

const text = z.string().min(1);
const texts = z.array(text).min(1);
const sentence = z
  .string()
  .regex(/^[A-Z0-9`{].*[.!?]$/s, 'must be a sentence: a capital first, a full stop last')
  .max(400);
const sources = z
  .array(z.url({ protocol: /^https$/ }))
  .min(1)
  .describe('Public pages that state these facts.');
const reviewed = z.iso.date().describe('The day on which the entry was last compared with them.');

const volume = z.enum(['rare', 'occasional', 'frequent']);

const techniqueId = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'not the id of a technique');

const premise = z.strictObject({
  kinds: z
    .array(z.enum(SOURCE_KINDS))
    .min(1)
    .optional()
    .describe(
      'Kinds of log sources (lib/log-sources/source-kinds.ts), one of which the rule reads.',
    ),
  techniques: z
    .array(techniqueId)
    .min(1)
    .optional()
    .describe('Techniques, one of which the rule is tagged with.'),
  products: texts.optional().describe('Products as rules name them: `windows`, `linux`.'),
  events: z
    .array(z.int().nonnegative())
    .min(1)
    .optional()
    .describe('Event ids, one of which the rule names.'),
  fields: texts.optional().describe('Fields, one of which the rule asks for a value of.'),
  excludes: texts
    .optional()
    .describe('Words, one of which an exception of the rule contains, in any case.'),
  known: z.literal(true).optional().describe('An entry of programs/ tells of the acting program.'),
  values: texts
    .optional()
    .describe('Words, one of which a value or the title of the rule contains, in any case.'),
});

const advice = z.strictObject({
  text: sentence.describe(
    'What to say. {program}, {parent}, {arguments}, {object} and {values} are replaced by what the rule names. If it names nothing of the kind, `otherwise` is said instead.',
  ),
  otherwise: sentence.optional().describe('Said when the rule does not name what `text` needs.'),
  when: premise.optional().describe('Said only of rules of which all of this holds.'),
  unless: premise.optional().describe('Not said of rules of which any of this holds.'),
});

/** One kind of log source: benign activity that matches its rules, and what to do on a match. */
export const adviceFile = z.strictObject({
  kind: z.enum(SOURCE_KINDS).describe('A kind of lib/log-sources/source-kinds.ts.'),
  affected: z
    .enum(['host', 'account', 'cloud', 'server', 'network', 'device'])
    .describe('What a real attack has reached, which decides what to contain.'),
  benign: z.array(advice).min(1).describe('Benign activity that looks the same, likeliest first.'),
  triage: z.array(advice).min(1).describe('Questions and pivots, in order.'),
  sources,
  reviewed,
});

const use = z.strictObject({
  text: sentence.describe('An honest use, and who has it.'),
  with: texts
    .optional()
    .describe('Said only of rules with one of these words in a value or the title, in any case.'),
});

/** A program, or programs that are one thing to an analyst. */
export const programFile = z.strictObject({
  name: text.describe('What people call it.'),
  programs: z
    .array(z.string().regex(/^[^A-Z\\/]+$/, 'must be a file name in lower case'))
    .min(1)
    .describe('Its file names and original names in lower case, the usual one first.'),
  what: sentence.describe('What it is and who ships it.'),
  lives: sentence.describe('Where it normally lives.'),
  started: sentence.describe('Who normally starts it.'),
  uses: z.array(use).min(1).describe('Honest uses and by whom; the most specific first.'),
  abuse: z
    .array(
      z.strictObject({
        techniques: z.array(techniqueId).min(1),
        text: sentence.describe('How the program serves them, as something to check.'),
      }),
    )
    .min(1),
  tells: z.array(sentence).min(1).describe('What tells abuse from honest use, best first.'),
  parent: sentence.optional().describe('What to make of it as the parent process.'),
  next: sentence.describe('What to look at next.'),
  sources,
  reviewed,
});

const clause = z
  .string()
  .regex(/^[a-z][^.!?]*$/, 'must be a clause: no capital first, no full stop')
  .max(130);

/** What is known of a thing that adversaries do: a technique, or an action that several rules look for. */
const behaviour = {
  does: clause.describe(
    'What the adversary does and what for, as it reads after “an adversary who”.',
  ),
  needs: sentence.describe('What must be true before.'),
  follows: sentence.describe('What usually comes next.'),
  benign: z
    .array(advice)
    .min(1)
    .describe('Honest activity that looks the same, and who does it; the likeliest first.'),
  refutes: z
    .array(advice)
    .min(1)
    .describe(
      'Findings that would show that a match is not this behaviour; the first that fits is said.',
    ),
  questions: z
    .array(advice)
    .min(1)
    .describe('What to find out on a match, in order, and what the answer means.'),
  response: z
    .array(advice)
    .min(1)
    .describe(
      'What to do if the match is a real attack, as it reads after “If the match is a real attack,”.',
    ),
  sources,
  reviewed,
};

/** A technique of ATT&CK, as an analyst has to know it. */
export const techniqueFile = z.strictObject({
  technique: techniqueId,
  shows: sentence.describe('Where it shows best.'),
  blind: z
    .array(
      z.strictObject({
        kinds: z.array(z.enum(SOURCE_KINDS)).min(1),
        text: sentence.describe('What of the technique such a log source does not show.'),
      }),
    )
    .min(1),
  ...behaviour,
});

/** Something that adversaries do and that rules look for, narrower than its technique. */
export const actionFile = z.strictObject({
  name: text.describe('What analysts call it.'),
  of: premise.describe('Holds of the rules that look for it.'),
  volume: volume.describe(
    'How often honest activity matches such rules, in a company of some thousand hosts.',
  ),
  ...behaviour,
});

/** Log sources that record the same thing. */
export const recordFile = z.strictObject({
  name: text.describe('What people call it.'),
  of: z
    .array(
      z.strictObject({
        product: text.optional(),
        category: text.optional(),
        service: text.optional(),
      }),
    )
    .min(1)
    .describe('The log sources as rules name them; a part that is left out is any.'),
  records: sentence.describe('What it records.'),
  misses: z.array(sentence).min(1).describe('What it does not record, most important first.'),
  enable: z.array(sentence).min(1).describe('What must be switched on, where.'),
  audits: z
    .array(
      z.strictObject({
        text: sentence.describe('What must be switched on for these events.'),
        events: z.array(z.int().positive()).min(1),
      }),
    )
    .optional()
    .describe('What else must be switched on, for rules that name certain events.'),
  element: text
    .optional()
    .describe('The element of Sysmon’s configuration that has to include what a rule looks for.'),
  volume: sentence.describe('How much it writes, and what drives that.'),
  licence: sentence.optional().describe('A licence or edition that it takes.'),
  sources,
  reviewed,
});

const question = z
  .strictObject({
    ...(Object.fromEntries(TOPICS.map((topic) => [topic, sentence.optional()])) as Record<
      Topic,
      z.ZodOptional<typeof sentence>
    >),
    look: lookUp.optional().describe('The query that answers it, if no pivot on its topic does.'),
  })
  .refine(
    (one) => TOPICS.filter((topic) => one[topic] !== undefined).length === 1,
    'must have one topic, with its question',
  )
  .describe('The topic of the query that answers it, and what each answer means.');

const ruleNote = z.strictObject({
  rule: z.guid(),
  title: text.describe('The rule’s title, for readers of the file.'),
  logic: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe('The logic that was read (logicHash). The note is not used for any other.'),
  hypothesis: sentence.describe('What a match would show, of whom and why. It stands alone.'),
  refutes: sentence.describe('What would show that a match is something else.'),
  benign: z
    .array(sentence)
    .min(1)
    .max(3)
    .describe('Honest activity that matches, likeliest first.'),
  questions: z.array(question).min(2).max(4).describe('Triage, in order.'),
  response: sentence.describe('Reads after “If the match is a real attack,”.'),
  volume: volume.describe(
    'How often honest activity matches, in a company of some thousand hosts.',
  ),
  because: text.describe('The reason, as a clause after “because”.'),
  constant: texts
    .optional()
    .describe('Fields of the rule’s log source by whose values honest matches can be left out.'),
});

/** Notes on single rules of a log source, each by its rule's id. Facts rest on the rule and its references. */
export const notesFile = z.strictObject({
  reviewed,
  notes: z.array(ruleNote).min(1),
});

const response = sentence.describe('What to do if the match is a real attack.');

/** `responses.yml`: what is affected → tactic → what to do. `other` holds for tactics without their own. */
export const responsesFile = z.partialRecord(
  adviceFile.shape.affected,
  z.record(z.string().regex(/^[a-z-]+$/), response),
);

/** `technique-words.yml`: technique → words by which a rule shows it. */
export const techniqueWordsFile = z.record(
  techniqueId,
  z.array(z.string().regex(/^[^A-Z]+$/, 'must be in lower case')).min(1),
);

export type ActionFile = z.infer<typeof actionFile>;
export type AdviceFile = z.infer<typeof adviceFile>;
export type Advice = z.infer<typeof advice>;
export type Premise = z.infer<typeof premise>;
export type ProgramFile = z.infer<typeof programFile>;
export type RecordFile = z.infer<typeof recordFile>;
export type RuleNote = z.infer<typeof ruleNote>;
export type TechniqueFile = z.infer<typeof techniqueFile>;
export type Responses = z.infer<typeof responsesFile>;
