import { getTechnique, type TechniqueView } from '@/lib/catalog/technique';
import { markdownLine, markdownWithCode } from '@/lib/text/markdown';
import { ATTACK_ATTRIBUTION } from '../operations/techniques';
import { ApiProblem, problemAnswer } from '../problem';
import { jsonAnswer, noForm, type TwinRequest, textAnswer } from './twin-answer';

const MAX_KNOWN = 60;

/** A technique as data: `json` or `md`. */
export async function techniqueTwin(
  id: string,
  form: string,
  request: TwinRequest,
): Promise<Response> {
  if (form === 'json') return jsonAnswer(['techniques', id], request);
  try {
    if (form !== 'md') throw noForm(['json', 'md']);
    const answer = await getTechnique(id);
    if (answer?.kind !== 'live') {
      throw new ApiProblem(404, 'ATT&CK has no current technique with this id.');
    }
    const page = `${request.origin}/techniques/${answer.technique.id}`;
    return textAnswer('text/markdown', techniqueMarkdown(answer.technique, request.origin), page);
  } catch (error) {
    return problemAnswer(error);
  }
}

/** A technique with its rules as one Markdown text. */
function techniqueMarkdown(view: TechniqueView, origin: string): string {
  const { id, name, url, tactics, platforms, parent, subs, rules, lore } = view;
  const parts = [
    `# ${id} ${markdownLine(name, 'title')}`,
    `${ATTACK_ATTRIBUTION} · Page: <${origin}/techniques/${id}> · ATT&CK: <${url}>`,
    list([
      `Tactics: ${tactics.map((tactic) => tactic.name).join(', ')}`,
      `Platforms: ${platforms.join(', ')}`,
      ...(parent ? [`Part of ${parent.id} ${parent.name}`] : []),
    ]),
    ...view.description.filter(Boolean).map((text) => markdownLine(text, 'description')),
    lore &&
      section('What is known of it', [
        `It needs: ${lore.needs}`,
        `It is followed by: ${lore.follows}`,
        `It shows in: ${lore.shows}`,
        ...lore.blind.map((text) => `Not shown: ${text}`),
        ...lore.benign.map((text) => `Looks the same: ${text}`),
      ]),
    section(
      'Sub-techniques',
      subs.map((sub) => `${sub.id} ${sub.name}: ${sub.rules} rules`),
    ),
    rulesSection(rules, origin),
    knownSection('Detections', view.detections),
    knownSection('Mitigations', view.mitigations),
    knownSection('Groups', view.groups),
    knownSection('Software', view.software),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function rulesSection(rules: TechniqueView['rules'], origin: string): string {
  if (rules.length === 0) return '## Rules\n\nThe catalog has none.';
  const lines = rules.map(
    (rule) =>
      `- [${markdownLine(rule.title, 'title')}](${origin}/rules/${encodeURIComponent(rule.id)}.md): ${rule.level ?? 'no level'}, ${rule.outcome}, ${rule.proof}. Author: ${markdownLine(rule.author ?? 'not named', 'author')}`,
  );
  return `## Rules\n\n${lines.join('\n')}`;
}

function knownSection(title: string, known: TechniqueView['groups']): string {
  const more = known.length - MAX_KNOWN;
  return section(title, [
    ...known
      .slice(0, MAX_KNOWN)
      .map(({ id, name, text }) => `${id} ${name}${text ? `: ${text}` : ''}`),
    ...(more > 0 ? [`${more} more, which the JSON has`] : []),
  ]);
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${list(items)}`;
}

function list(items: readonly string[]): string {
  return items.map((text) => `- ${markdownWithCode(text, 'sentence')}`).join('\n');
}
