import { detectionGuidance } from '@/lib/catalog/guidance';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { markdownCode, markdownLine, markdownWithCode } from '@/lib/text/markdown';
import { visibleText } from '@/lib/text/plain-text';
import { attributionHeader } from '@/lib/translate/attribution';
import { firstOf, textFrom } from '../bounds';
import { cite } from '../citation';
import { evidenceOf } from './evidence-of';
import { notesOf } from './notes-of';
import { wordedLines } from './worded-lines';

/** How much of a rule a text has: characters of its parts, and items of a list. */
interface Extent {
  readonly sigma: number;
  readonly query: number;
  readonly list: number;
}

const FOR_A_MODEL: Extent = { sigma: 12_000, query: 10_000, list: 20 };
/** Nothing is left out. */
export const WHOLE: Extent = { sigma: Infinity, query: Infinity, list: Infinity };

/** A rule with its queries, evidence and guidance as one Markdown text, which says what it leaves out. */
export function ruleMarkdown(rule: RuleDetail, origin: string, extent = FOR_A_MODEL): string {
  const cited = cite(rule, origin);
  const { words, data } = detectionGuidance(rule);
  const cut: string[] = [];
  const sigma = textFrom(visibleText(rule.raw), 0, extent.sigma, 'The Sigma text');
  const { enrichment } = rule;
  const parts = [
    `# ${markdownLine(rule.title, 'title')}`,
    `Source: ${cited.source ? `<${cited.source}>` : 'not known'} · Page: <${cited.page}>`,
    facts([
      ['Id', rule.id],
      ['Author', cited.author],
      ['Licence', cited.licence],
      ['Level', rule.level],
      ['Status', rule.status],
      ['Techniques', rule.techniques.map(({ id, name }) => `${id} ${name}`).join(', ')],
    ]),
    enrichment &&
      section('Hunt hypothesis', markdownWithCode(enrichment.hypothesis, 'description')),
    words &&
      section(
        'The rule in words',
        wordedLines(words, (text) => markdownWithCode(text, 'title')),
      ),
    ...rule.translations.map((translation) => queryPart(rule, translation, extent, cut)),
    enrichment &&
      section('Triage', list(firstOf(enrichment.triage, extent.list, 'triage steps', cut))),
    enrichment &&
      section(
        'False positives',
        list(firstOf(enrichment.falsePositives, extent.list, 'false positives', cut)),
      ),
    data && section('What must be switched on', list(data.enable.map((text) => ({ text })))),
    section('Sigma', markdownCode(sigma.text, 'yaml')),
  ];
  if (sigma.cut.length > 0) cut.push('The Sigma text is longer: get_rule has the rest.');
  if (cut.length > 0) parts.push(section('Left out', list(cut.map((text) => ({ text })))));
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function queryPart(
  rule: RuleDetail,
  translation: RuleDetail['translations'][number],
  extent: Extent,
  cut: string[],
): string {
  const { target, kql, outcome, table, label, diagnostics } = translation;
  const name = TARGET_NAME[target];
  const notes = notesOf(diagnostics).map((text) => ({ text }));
  if (kql === null || table === null) return section(`${name}: no query`, list(notes));
  const { proof, meaning } = evidenceOf(rule, { translation, variant: translation, primary: true });
  const header = attributionHeader(rule, rule.licence.name, rule.upstreamUrl);
  const text = textFrom(kql, 0, extent.query, `The query for ${name}`);
  if (text.cut.length > 0) cut.push(`The query for ${name} is longer: get_query has the rest.`);
  return section(
    `${name}: ${outcome}, on ${table} (${markdownLine(label, 'word')})`,
    [`Proof: ${proof}. ${meaning}`, list(notes), markdownCode(header + text.text, 'kusto')]
      .filter(Boolean)
      .join('\n\n'),
  );
}

function section(title: string, body: string): string {
  return body === '' ? `## ${title}` : `## ${title}\n\n${body}`;
}

function list(items: readonly { readonly text: string }[]): string {
  return items.map(({ text }) => `- ${markdownWithCode(text, 'value')}`).join('\n');
}

function facts(pairs: readonly (readonly [string, string | null])[]): string {
  return pairs
    .flatMap(([name, value]) => (value ? [`- ${name}: ${markdownLine(value, 'path')}`] : []))
    .join('\n');
}
