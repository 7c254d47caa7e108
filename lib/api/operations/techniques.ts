import { z } from 'zod';
import { getTechnique, type TechniqueView } from '@/lib/catalog/technique';
import { listTechniques } from '@/lib/catalog/techniques';
import { plainLine, plainText } from '@/lib/text/plain-text';
import { defineList, defineObject } from '../define-operation';
import { fieldsParameter } from '../fields';
import { pageOf, pagingParameters } from '../paging';
import { techniqueIdParameter } from '../path-parameters';
import { ApiProblem } from '../problem';
import { mutable } from '../rule/mutable';
import { named, tactic } from '../rule/shared-schemas';

const links = z.object({ json: z.string(), markdown: z.string(), attack: z.string() });

const attribution = z.string().describe('Whose text it is and on which terms.');

/** What a text of MITRE ATT&CK must carry. */
export const ATTACK_ATTRIBUTION =
  'MITRE ATT&CK®, © The MITRE Corporation, reproduced with its permission: https://attack.mitre.org/resources/legal-and-branding/terms-of-use/';

const summary = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  tactics: z.array(z.string()).describe('By short name.'),
  platforms: z.array(z.string()),
  rules: z.int().describe('Rules in the feed for it and its sub-techniques.'),
  translated: z.int().describe('Those with a query.'),
  proven: z.int().describe('Those whose query fired on a real sample.'),
  page: z.string(),
  links,
});

/** ATT&CK's techniques with what the catalog has for them. */
export const listAllTechniques = defineList({
  path: '/techniques',
  id: 'listTechniques',
  group: 'ATT&CK',
  summary: 'Techniques',
  description: 'The techniques of MITRE ATT&CK with how many rules there are for each.',
  example: '/techniques?tactic=credential-access&limit=2',
  parameters: {
    q: z.string().max(200).default('').describe('Words that the id or name must contain.'),
    tactic: z.string().max(60).optional().describe('Short name of a tactic.'),
    gaps: z.boolean().default(false).describe('`true`: only techniques without a rule.'),
    ...pagingParameters,
    fields: fieldsParameter,
  },
  name: 'TechniqueSummary',
  schema: summary,
  async respond({ q, tactic, gaps, ...paging }, { origin }) {
    const { techniques, tactics } = await listTechniques({ q, tactic: tactic ?? null, gaps });
    const { items, last } = pageOf(techniques, paging, ({ id }) => id);
    const isKnown = tactic === undefined || tactics.some(({ shortName }) => shortName === tactic);
    return {
      total: techniques.length,
      notes: isKnown ? [] : ['ATT&CK has no tactic of this short name.'],
      items: items.map(({ id, name, parentId, tactics, platforms, rules, translated, proven }) => ({
        ...{ id, name, parentId, rules, translated, proven },
        ...mutable({ tactics, platforms }),
        page: `${origin}/techniques/${id}`,
        links: linksOf(id, origin),
      })),
      last,
    };
  },
});

const known = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  text: z.string(),
  source: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
});

/** Everything that the catalog has of a technique. */
export const technique = z.object({
  id: z.string(),
  name: z.string(),
  page: z.string(),
  attribution,
  description: z.array(z.string()).describe('ATT&CK’s text, a paragraph each.'),
  parent: named.nullable(),
  subTechniques: z.array(z.object({ id: z.string(), name: z.string(), rules: z.int() })),
  tactics: z.array(tactic),
  platforms: z.array(z.string()),
  unseenPlatforms: z.array(z.string()).describe('Its platforms for which there is no rule.'),
  rules: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        level: z.string().nullable(),
        outcome: z.string(),
        proof: z.string(),
        page: z.string(),
      }),
    )
    .describe('In the feed, for it and its sub-techniques, the newest change first.'),
  knowledge: z
    .object({
      needs: z.string(),
      follows: z.string(),
      shows: z.string(),
      blind: z.array(z.string()),
      benign: z.array(z.string()),
      sources: z.array(z.string()),
    })
    .nullable()
    .describe('What this catalog knows of it; null without an entry.'),
  dataComponents: z.array(known),
  detections: z.array(known),
  mitigations: z.array(known),
  groups: z.array(known),
  software: z.array(known),
  formerIds: z.array(named).describe('Revoked techniques that it replaces.'),
  links,
});

/** One technique. */
export const getOneTechnique = defineObject({
  path: '/techniques/{id}',
  id: 'getTechnique',
  group: 'ATT&CK',
  summary: 'One technique',
  description:
    'A technique with ATT&CK’s text, its rules, and who is known to use it. The status is 410 for one that ATT&CK has revoked.',
  example: '/techniques/T1003.001?fields=name,rules',
  parameters: { id: techniqueIdParameter, fields: fieldsParameter },
  name: 'Technique',
  schema: technique,
  async respond({ id }, { origin }) {
    const answer = await getTechnique(id);
    if (answer?.kind === 'revoked') {
      const { successor } = answer.technique;
      throw new ApiProblem(
        410,
        `ATT&CK has revoked this technique. ${successor ? `${successor.id} takes its place.` : 'None takes its place.'}`,
      );
    }
    return answer && tellTechnique(answer.technique, origin);
  },
});

function tellTechnique(view: TechniqueView, origin: string): z.input<typeof technique> {
  const { dataComponents, detections, mitigations, groups, software, lore } = view;
  return {
    id: view.id,
    name: view.name,
    page: `${origin}/techniques/${view.id}`,
    attribution: ATTACK_ATTRIBUTION,
    description: view.description
      .filter((text) => text !== '')
      .map((text) => plainText(text, 'description')),
    parent: view.parent && { id: view.parent.id, name: view.parent.name },
    subTechniques: mutable(view.subs.map(({ id, name, rules }) => ({ id, name, rules }))),
    tactics: view.tactics.map(({ shortName, name }) => ({ shortName, name })),
    rules: view.rules.map(({ id, title, level, outcome, proof }) => ({
      id,
      title: plainLine(title, 'title'),
      level,
      outcome,
      proof,
      page: `${origin}/rules/${encodeURIComponent(id)}`,
    })),
    knowledge: mutable(lore),
    ...mutable({
      platforms: view.platforms,
      unseenPlatforms: view.unseenPlatforms,
      ...{ dataComponents, detections, mitigations, groups, software },
    }),
    formerIds: view.formerIds.map(({ id, name }) => ({ id, name })),
    links: linksOf(view.id, origin),
  };
}

function linksOf(id: string, origin: string): z.infer<typeof links> {
  const page = `${origin}/techniques/${id}`;
  return {
    json: `${page}.json`,
    markdown: `${page}.md`,
    attack: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
  };
}
