import { chooseQuery, type QueryChoice } from '@/lib/catalog/query-choice';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
import { spellRuleId } from '@/lib/catalog/spell-rule-id';
import { ruleMarkdown, WHOLE } from '@/lib/mcp/rule/rule-markdown';
import { TARGETS, type Target } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
// Not through the index, which would load Microsoft's parser.
import { attributionHeader, outcomeNote } from '@/lib/translate/attribution';
import { ApiProblem, problemAnswer } from '../problem';
import { jsonAnswer, noForm, type TwinRequest, textAnswer } from './twin-answer';

const FORMS = ['json', 'md', 'yml', 'kql', ...TARGETS.map((target) => `${target}.kql`)];

/** A rule as data of a form: `json`, `md`, `yml`, `kql` (its best query), `sentinel.kql` and so on. */
export async function ruleTwin(id: string, form: string, request: TwinRequest): Promise<Response> {
  if (form === 'json') return jsonAnswer(['rules', id], request);
  try {
    if (!FORMS.includes(form)) throw noForm(FORMS);
    const rule = (await getRule(id)) ?? (await getRule((await spellRuleId(id)) ?? ''));
    if (!rule) throw new ApiProblem(404, 'The catalog has no rule with this id.');
    const page = `${request.origin}/rules/${encodeURIComponent(rule.id)}`;
    if (form === 'md') {
      return textAnswer('text/markdown', ruleMarkdown(rule, request.origin, WHOLE), page);
    }
    if (form === 'yml') return textAnswer('application/yaml', sigmaText(rule, page), page);
    return textAnswer('text/plain', queryText(rule, requireQuery(rule, form)), page);
  } catch (error) {
    return problemAnswer(error);
  }
}

/** A query with author, licence and link above it, and how it differs from its rule. */
export function queryText(rule: RuleDetail, { variant }: QueryChoice): string {
  const head = attributionHeader(rule, rule.licence.name, rule.upstreamUrl);
  return `${head}${outcomeNote(variant)}${variant.kql}\n`;
}

function requireQuery(rule: RuleDetail, form: string): QueryChoice {
  const target = TARGETS.find((one) => form === `${one}.kql`);
  const choice = chooseQuery(rule.translations, target, undefined);
  const isThere = target === undefined || choice?.translation.target === target;
  if (choice && isThere && choice.variant.kql !== null) return choice;
  const others = rule.translations.flatMap(({ target, kql }): Target[] =>
    kql === null ? [] : [target],
  );
  throw new ApiProblem(
    404,
    `The rule has no query here. ${others.length > 0 ? `It has one for ${others.join(' and ')}.` : 'It has none for any target.'}`,
  );
}

/** A rule's own text below comments that name author, licence and link. */
function sigmaText(rule: RuleDetail, page: string): string {
  const { licence, upstreamUrl } = rule;
  const lines = [
    plainLine(rule.title, 'title'),
    `Author: ${plainLine(rule.author ?? 'not named', 'author')}`,
    `Licence: ${plainLine(licence.name, 'licence')}${licence.url ? ` (${licence.url})` : ''}`,
    `Source: ${upstreamUrl ?? 'not known'}`,
    `Page: ${page}`,
  ];
  const head = lines.map((line) => `# ${line}\n`).join('');
  return head + rule.raw.replace(/^\uFEFF/, '');
}
