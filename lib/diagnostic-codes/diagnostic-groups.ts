import { ATTACK_CODES } from './attack';
import { QUERY_CHECK_CODES } from './query-check';
import { RULE_LINT_CODES } from './rule-lint';
import { RULE_LOGIC_CODES } from './rule-logic';
import { RULE_SYNTAX_CODES } from './rule-syntax';
import { SYNC_CODES } from './sync';
import { TRANSLATION_CODES } from './translation';

/**
 * Every code that Watchfloor gives a diagnostic, with its text, by what the diagnostics are about.
 * `DIAGNOSTICS.md` and the page /diagnostics are made from it.
 */
export const DIAGNOSTIC_GROUPS = [
  {
    id: 'rule-syntax',
    title: 'Rule files',
    about: 'The YAML of a rule file, and the fields around a rule’s logic.',
    codes: RULE_SYNTAX_CODES,
  },
  {
    id: 'rule-logic',
    title: 'Selections, conditions and correlations',
    about: 'The logic of a rule. After an error, the rule cannot be translated.',
    codes: RULE_LOGIC_CODES,
  },
  {
    id: 'rule-lint',
    title: 'Linter',
    about: 'Likely mistakes (warnings) and style (notes) in rules that work.',
    codes: RULE_LINT_CODES,
  },
  {
    id: 'translation',
    title: 'Translation',
    about:
      'Why a rule has no query on a target, or how its query differs from the rule. The field `effect` of a diagnostic tells which way an approximate query differs: `wider` (it can match more events than the rule), `narrower` (it can miss events) or `either`.',
    codes: TRANSLATION_CODES,
  },
  {
    id: 'query-check',
    title: 'Queries',
    about:
      'What checking or running a query finds. Codes such as `kql/KS142` come from Microsoft’s own parser, with Microsoft’s own message.',
    codes: QUERY_CHECK_CODES,
  },
  {
    id: 'sync',
    title: 'Sync',
    about: 'Issues of a sync, listed on the status page.',
    codes: SYNC_CODES,
  },
  {
    id: 'attack',
    title: 'ATT&CK',
    about: 'What reading an ATT&CK bundle finds.',
    codes: ATTACK_CODES,
  },
] as const;

type KeysOf<Group> = Group extends { readonly codes: infer Codes } ? keyof Codes : never;

/** A code that the reference documents. */
export type DocumentedCode = KeysOf<(typeof DIAGNOSTIC_GROUPS)[number]>;
