/** Data beside a page, for the document and the reference. */
export interface FormDescription {
  /** With its parameters in braces. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly type: string;
  /** The name of the schema of its JSON; null for a text. */
  readonly schema: string | null;
  /** What its text begins with or holds: author, licence and link are always in it. */
  readonly pattern?: string;
  readonly example: string;
}

const RULE = '/rules/a286231e-54a6-43cc-ba2a-4b95444c48f9';
const COMMENTS = (mark: string) =>
  `^${['.+', 'Author: .+', 'Licence: .+', 'Source: .+'].map((line) => `${mark} ${line}\\n`).join('')}`;

const kql = (ending: string, id: string, summary: string): FormDescription => ({
  path: `/rules/{id}${ending}`,
  id,
  summary,
  type: 'text/plain',
  schema: null,
  pattern: COMMENTS('//'),
  example: `${RULE}${ending}`,
});

/** Every form of a rule and of a technique. */
export const FORMS: readonly FormDescription[] = [
  {
    path: '/rules/{id}.json',
    id: 'ruleAsJson',
    summary: 'A rule with everything, as `/api/v1/rules/{id}` gives it',
    type: 'application/json',
    schema: 'Rule',
    example: `${RULE}.json`,
  },
  {
    path: '/rules/{id}.md',
    id: 'ruleAsMarkdown',
    summary: 'A rule with its queries, evidence and guidance, to read',
    type: 'text/markdown',
    schema: null,
    pattern: '^# .+\\n\\nSource: .+ Page: <.+>\\n\\n[\\s\\S]*- Author: .+\\n- Licence: .+\\n',
    example: `${RULE}.md`,
  },
  {
    path: '/rules/{id}.yml',
    id: 'ruleAsSigma',
    summary: 'The Sigma rule itself',
    type: 'application/yaml',
    schema: null,
    pattern: `${COMMENTS('#')}# Page: .+\\n`,
    example: `${RULE}.yml`,
  },
  kql('.kql', 'ruleAsKql', 'The rule’s best query'),
  kql('.sentinel.kql', 'ruleAsSentinelKql', 'Its query on Sentinel’s tables'),
  kql('.sentinel-asim.kql', 'ruleAsAsimKql', 'Its query on Sentinel’s ASIM parsers'),
  kql('.defender-xdr.kql', 'ruleAsDefenderKql', 'Its query for Defender XDR'),
  {
    path: '/techniques/{id}.json',
    id: 'techniqueAsJson',
    summary: 'A technique, as `/api/v1/techniques/{id}` gives it',
    type: 'application/json',
    schema: 'Technique',
    example: '/techniques/T1003.001.json',
  },
  {
    path: '/techniques/{id}.md',
    id: 'techniqueAsMarkdown',
    summary: 'A technique with its rules, to read',
    type: 'text/markdown',
    schema: null,
    pattern: '^# T.+\\n\\nMITRE ATT&CK®.+\\n',
    example: '/techniques/T1003.001.md',
  },
];
