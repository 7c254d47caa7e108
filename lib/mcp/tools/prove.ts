import { z } from 'zod';
import { relatedTexts } from '@/lib/catalog/related-texts';
import type { RuleDetail } from '@/lib/catalog/rule';
import { plainLine } from '@/lib/text/plain-text';
import type { EventVerdict, TranslateAnswer } from '@/lib/workbench/types';
import { askWorkbench } from '../ask-workbench';
import { partOf } from '../bounds';
import { citation, cite } from '../citation';
import { defineTool } from '../define-tool';
import { cut, offset, ruleId, target } from '../inputs';
import { McpRefusal } from '../refusal';
import { requireRule } from '../require-rules';
import { notesOf } from '../rule/notes-of';
import { MAX_SIGMA } from './translate-sigma';

const MAX_EVENTS = 100;
const MAX_EVENT_TEXT = 150_000;
const ROOM = 40_000;

const verdict = z.object({
  fires: z.boolean().nullable().describe('Null if it cannot run.'),
  why: z.string().nullable().describe('Why it does not fire, or cannot run.'),
});

const judged = z.object({
  event: z
    .int()
    .describe('From 1, in their order; 0 for all together, which a correlation judges.'),
  logSources: z.array(z.string()),
  rule: z.string().describe('Its title or id.'),
  sigma: verdict,
  matchedFields: z.array(z.string()),
  queries: z.array(z.object({ target, table: z.string(), ...verdict.shape })),
});

/** Runs a rule and its queries on events. */
export const prove = defineTool({
  name: 'prove',
  title: 'Prove a rule on events',
  description:
    'Runs a rule, by its id or as Sigma text, and each of its queries on events, and says of each event whether the rule and every query fire, and why not. An event is one as its source writes it: Sysmon or Windows event log as JSON (EVTX), an audit record of a cloud, or the fields that the rule names. It is turned into the row that the connector would write. Nothing is stored, and nothing outside this machine is asked.',
  input: z.strictObject({
    id: ruleId.optional(),
    rule: z.string().max(MAX_SIGMA).optional().describe('Sigma text, instead of an id.'),
    events: z
      .union([
        z.array(z.record(z.string(), z.unknown())).min(1).max(MAX_EVENTS),
        z.string().min(2).max(MAX_EVENT_TEXT),
      ])
      .describe('Up to 100 events: JSON objects, or a text of JSON or JSON lines.'),
    offset,
  }),
  output: z.object({
    rule: citation.nullable().describe('The rule of the catalog; null for a text.'),
    summary: z.string(),
    verdicts: z.array(judged),
    problems: z.array(z.string()).describe('What is wrong with the rule’s text.'),
    notes: z.array(z.string()).describe('Which events could not be read, and what they lack.'),
    cut,
  }),
  async answer({ id, rule: text, events, offset }, asking) {
    if ((id === undefined) === (text === undefined)) {
      throw new McpRefusal('Give either “id”, of a rule of the catalog, or “rule”, a Sigma text.');
    }
    const rule = id === undefined ? null : await requireRule(id);
    const request = {
      rule: rule ? await wholeText(rule) : (text ?? ''),
      events: typeof events === 'string' ? events : JSON.stringify(events),
    };
    if (request.events.length > MAX_EVENT_TEXT) {
      throw new McpRefusal(
        `The events have ${request.events.length} characters, more than the ${MAX_EVENT_TEXT} that are taken. Send fewer at a time.`,
      );
    }
    const answer = await askWorkbench(request, asking);
    const problems = notesOf(answer.diagnostics);
    const verdicts = verdictsOf(answer, rule);
    if (verdicts.length === 0) throw nothingJudged(answer, problems);
    const part = partOf(verdicts.slice(offset), {
      offset,
      total: verdicts.length,
      room: ROOM,
      what: 'verdicts',
    });
    return {
      rule: rule && cite(rule, asking.origin),
      summary: summaryOf(verdicts),
      verdicts: part.items,
      problems: rule ? [] : problems,
      notes: [...answer.notes, ...(answer.eventsNote ? [answer.eventsNote] : [])].map((note) =>
        plainLine(note, 'sentence'),
      ),
      cut: part.cut,
    };
  },
});

/** A rule's text, with those of the rules that it refers to and of the filters that apply to it. */
async function wholeText(rule: RuleDetail): Promise<string> {
  return [rule.raw, ...(await relatedTexts(rule))].join('\n---\n');
}

function verdictsOf(answer: TranslateAnswer, rule: RuleDetail | null): z.infer<typeof judged>[] {
  const titles = new Map(answer.rules.map(({ id, title }) => [id, title]));
  return answer.events.flatMap(({ number, logSources, rules }) =>
    rules
      .filter(({ ruleId }) => rule === null || ruleId === rule.id)
      .map((one) => ({
        event: number,
        logSources: [...logSources],
        rule: plainLine(titles.get(one.ruleId) || one.ruleId, 'title'),
        sigma: shown(one.sigma),
        matchedFields: one.matchedFields.slice(0, 20).map((field) => plainLine(field, 'word')),
        queries: one.kql.map((query) => ({
          target: query.target,
          table: query.table,
          ...shown(query),
        })),
      })),
  );
}

function shown({ fires, why }: EventVerdict['rules'][number]['sigma']) {
  return { fires, why: why && plainLine(why, 'author') };
}

/** How often the rule fires and how often each query says the same: the proof in one sentence. */
function summaryOf(verdicts: readonly z.infer<typeof judged>[]): string {
  const fires = verdicts.filter(({ sigma }) => sigma.fires).length;
  const byTarget = new Map<string, { ran: number; agree: number }>();
  for (const { sigma, queries } of verdicts) {
    for (const { target, fires } of queries) {
      const known = byTarget.get(target) ?? { ran: 0, agree: 0 };
      byTarget.set(target, known);
      if (fires === null) continue;
      known.ran++;
      if (fires === sigma.fires) known.agree++;
    }
  }
  const each = [...byTarget].map(([target, { ran, agree }]) =>
    ran === 0 ? `${target} could not run on any` : `${target} agrees on ${agree} of ${ran}`,
  );
  return `The rule fires on ${fires} of ${verdicts.length}. ${each.join('; ') || 'It has no query'}.`;
}

function nothingJudged({ eventsNote }: TranslateAnswer, problems: readonly string[]): McpRefusal {
  const why = [...problems, eventsNote ?? ''].filter(Boolean).join(' ');
  return new McpRefusal(
    `Nothing was run: no event or no rule could be read. ${why} Send events as JSON objects, and a Sigma rule that translate_sigma takes.`,
  );
}
