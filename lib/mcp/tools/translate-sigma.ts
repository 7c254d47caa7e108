import { z } from 'zod';
import { addAll } from '@/lib/long-lists';
import { plainLine } from '@/lib/text/plain-text';
import { OUTCOMES } from '@/lib/translate/types';
import type { TranslatedRule, TranslatedTarget } from '@/lib/workbench/types';
import { askWorkbench } from '../ask-workbench';
import { textFrom } from '../bounds';
import { defineTool } from '../define-tool';
import { cut, from, target } from '../inputs';
import { McpRefusal } from '../refusal';
import { notesOf } from '../rule/notes-of';
import { wordedLines } from '../rule/worded-lines';

export const MAX_SIGMA = 100_000;
/** Characters of queries that one answer has. */
const ROOM = 36_000;

const translated = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  level: z.string().nullable(),
  words: z.string().nullable().describe('The whole condition in words.'),
  queries: z.array(
    z.object({
      target,
      outcome: z.enum(OUTCOMES),
      table: z.string().nullable(),
      kql: z.string().nullable().describe('With author, licence and source above it.'),
      notes: z.array(z.string()),
    }),
  ),
});

/** Translates a rule that is not in the catalog. */
export const translateSigma = defineTool({
  name: 'translate_sigma',
  title: 'Translate a Sigma rule',
  description:
    'Translates Sigma rules of yours, correlations and filters included, to KQL for Sentinel and Defender XDR, lints them, and says where each query is wider or narrower than its rule. Stores nothing. “prove” runs the same text on events.',
  input: z.strictObject({
    rule: z.string().min(1).max(MAX_SIGMA).describe('Sigma YAML: one rule, or several documents.'),
    target: target.optional().describe('Without it: every target.'),
    from,
  }),
  output: z.object({
    problems: z.array(z.string()).describe('What is wrong with the rules’ text.'),
    rules: z.array(translated),
    notes: z.array(z.string()),
    cut,
  }),
  async answer({ rule, target, from }, asking) {
    const answer = await askWorkbench({ rule, events: '' }, asking);
    const problems = notesOf(answer.diagnostics);
    if (answer.rules.length === 0) {
      throw new McpRefusal(
        `The text has no Sigma rule that can be read. ${problems.join(' ')} Correct it, and ask again.`,
      );
    }
    const cut: string[] = [];
    const wanted = answer.rules.flatMap(({ targets }) =>
      targets.filter((one) => target === undefined || one.target === target),
    );
    const room = Math.floor(ROOM / Math.max(1, wanted.length));
    const queryOf = (one: TranslatedTarget) => {
      const text =
        one.copy === null ? null : textFrom(one.copy, from, room, `The query for ${one.target}`);
      if (text) addAll(cut, text.cut);
      return {
        target: one.target,
        outcome: one.outcome,
        table: one.table,
        kql: text?.text ?? null,
        notes: notesOf(one.diagnostics),
      };
    };
    return {
      problems,
      rules: answer.rules.map((one) => ({
        ...aboutRule(one),
        queries: one.targets.filter((each) => wanted.includes(each)).map(queryOf),
      })),
      notes: answer.notes.map((note) => plainLine(note, 'sentence')),
      cut,
    };
  },
});

function aboutRule({ id, title, kind, level, words }: TranslatedRule) {
  return {
    id: plainLine(id, 'word'),
    title: plainLine(title, 'title'),
    kind,
    level,
    words: words && wordedLines(words),
  };
}
