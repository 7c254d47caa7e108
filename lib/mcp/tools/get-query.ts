import { z } from 'zod';
import { ruleInFormat } from '@/lib/catalog/deploy/rule-formats';
import { chooseQuery, type QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { ownFiles } from '@/lib/deploy/rendered-file';
import { DEPLOY_FORMATS, type DeployFormat } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { TARGET_NAME, type Target } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
import { OUTCOMES } from '@/lib/translate/types';
import { textFrom } from '../bounds';
import { citation, cite } from '../citation';
import { defineTool } from '../define-tool';
import { cut, from, ruleId, target } from '../inputs';
import { McpRefusal } from '../refusal';
import { requireRule } from '../require-rules';
import { evidence, evidenceOf } from '../rule/evidence-of';
import { notesOf } from '../rule/notes-of';

const MAX_FILE = 30_000;

/** A rule's query for a target, alone or as a detection that deploys. */
export const getQuery = defineTool({
  name: 'get_query',
  title: 'Get a query',
  description:
    'The KQL of a rule for a target: alone (format kql), or as a detection that deploys. sentinel-yaml, arm, bicep, terraform, azapi and hunting are for Sentinel; defender-json is a custom detection of Defender XDR. Says what the format loses, how to deploy it, and what the query was proven on. Keep the header with author, licence and link: the rules’ licence requires it. Detections are disabled until somebody enables them.',
  input: z.strictObject({
    id: ruleId,
    target,
    format: z.enum(DEPLOY_FORMATS).default('kql'),
    table: z
      .string()
      .max(100)
      .optional()
      .describe('Another table with the same telemetry, as get_rule lists them.'),
    from,
  }),
  output: z.object({
    ...citation.shape,
    target,
    table: z.string().nullable(),
    telemetry: z.string(),
    outcome: z.enum(OUTCOMES),
    notes: z.array(z.string()).describe('Where the query is wider or narrower than the rule.'),
    evidence,
    format: z.enum(DEPLOY_FORMATS),
    file: z.string().describe('A name for the file.'),
    text: z.string(),
    losses: z.array(z.string()).describe('What the format cannot carry or says otherwise.'),
    deploy: z.object({ needs: z.string(), commands: z.array(z.string()) }).nullable(),
    cut,
  }),
  async answer({ id, target, format, table, from }, { origin }) {
    const rule = await requireRule(id);
    const choice = requireQuery(rule, target, table);
    const { variant, primary } = choice;
    const tools = deployTools();
    const query = { target, table: primary ? null : variant.table };
    const rendering = await ruleInFormat(rule.id, query, format, tools);
    const losses = rendering?.losses ?? [];
    const [file, ...more] = ownFiles(rendering?.files ?? []);
    if (!file) throw formatRefusal(format, losses);
    const text = textFrom(file.text, from, MAX_FILE, 'The file');
    const way = tools.knowledge.ways.get(format);
    return {
      ...cite(rule, origin),
      target,
      table: variant.table,
      telemetry: variant.label,
      outcome: variant.outcome,
      notes: notesOf(variant.diagnostics),
      evidence: evidenceOf(rule, choice),
      format,
      file: file.path,
      text: text.text,
      losses: losses.map(({ field, message }) => `${field}: ${plainLine(message, 'sentence')}`),
      deploy: way && format !== 'kql' ? { needs: way.needs, commands: [...way.commands] } : null,
      cut: [
        ...text.cut,
        ...more.map(
          ({ path }) =>
            `The format has another file, ${path}: npm run export writes it, and so does the rule’s page.`,
        ),
      ],
    };
  },
});

/** The query for a target and a table. Throws a McpRefusal that says why there is none, and which there are. */
function requireQuery(rule: RuleDetail, target: Target, table: string | undefined): QueryChoice {
  const choice = chooseQuery(rule.translations, target, table);
  if (choice?.translation.target !== target || choice.variant.kql === null) {
    const others = rule.translations.filter(({ kql }) => kql !== null).map((one) => one.target);
    const why = notesOf(choice?.translation.diagnostics ?? []).slice(0, 2);
    const next =
      others.length > 0
        ? `Ask for ${others.join(' or ')}.`
        : 'No target has one. Find another rule with search_rules.';
    throw new McpRefusal(
      `The rule has no query for ${TARGET_NAME[target]}. ${why.join(' ')} ${next}`,
    );
  }
  if (table !== undefined && choice.variant.table !== table) {
    const { translation } = choice;
    const tables = [translation, ...translation.alternatives].flatMap((one) =>
      one.kql === null ? [] : (one.table ?? []),
    );
    throw new McpRefusal(
      `The rule has no query on ${plainLine(table, 'word')} for ${TARGET_NAME[target]}. It has one on ${tables.join(', ')}.`,
    );
  }
  return choice;
}

function formatRefusal(
  format: DeployFormat,
  losses: readonly { readonly effect: string; readonly message: string }[],
): McpRefusal {
  const reasons = losses.filter(({ effect }) => effect === 'refused');
  const why = reasons.map(({ message }) => plainLine(message, 'sentence')).join(' ');
  return new McpRefusal(
    `The format ${format} does not take this query. ${why} Ask for another format; kql takes every query.`,
  );
}
