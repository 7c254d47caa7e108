import type { CodeText } from './code-text';

/** Selections, conditions and correlations. */
export const RULE_LOGIC_CODES = {
  'sigma/invalid-detection': {
    severity: 'error',
    meaning: 'A selection has a list or a map where a value is expected.',
    remedy:
      'Write a selection as a map of fields, a list of such maps, or a list of keywords. A field takes text, a number, true, false, null, or a list of these.',
  },
  'sigma/empty-selection': {
    severity: 'error',
    meaning: 'A selection has no fields and no keywords, or a field has an empty list of values.',
    remedy: 'Add what the selection looks for, or remove it.',
  },
  'sigma/unknown-modifier': {
    severity: 'error',
    meaning: 'A field name carries a modifier that Sigma does not define.',
    remedy: 'Correct the modifier, as in `CommandLine|contains`.',
  },
  'sigma/modifier-type': {
    severity: 'error',
    meaning: 'A modifier cannot be applied to a value of this type, such as `gt` to text.',
    remedy: 'Change the value or the modifier.',
  },
  'sigma/modifier-order': {
    severity: 'error',
    meaning: 'A modifier is in the wrong place. Modifiers apply from left to right.',
    remedy:
      'Put `re`, `cidr`, `fieldref` and `expand` first, and the flags `i`, `m` and `s` after `re`.',
  },
  'sigma/too-many-values': {
    severity: 'error',
    meaning:
      'Modifiers or lists turn the rule into more comparisons than Watchfloor reads: 20,000 in one rule.',
    remedy: 'Shorten the lists, or remove modifiers that multiply values, such as `windash`.',
  },
  'sigma/invalid-regex': {
    severity: 'error',
    meaning: 'A regular expression has a syntax error.',
    remedy: 'Correct the expression at the character that the message gives.',
  },
  'sigma/unsupported-regex': {
    severity: 'warning',
    meaning:
      'A regular expression uses a construct outside the subset that Sigma allows, such as a look-ahead. Watchfloor cannot match the rule against events.',
    remedy: 'Rewrite the expression without the construct, for example as two selections.',
  },
  'sigma/invalid-cidr': {
    severity: 'error',
    meaning: 'A value under `cidr` is not an IPv4 or IPv6 network.',
    remedy: 'Write an address and a prefix length, as in `10.0.0.0/8`.',
  },
  'sigma/invalid-placeholder': {
    severity: 'warning',
    meaning: 'A field has the modifier `expand`, but the value contains no placeholder.',
    remedy:
      'Write a placeholder between percent signs, as in `%Administrators%`, or drop `expand`.',
  },
  'sigma/condition-syntax': {
    severity: 'error',
    meaning: 'The condition cannot be parsed.',
    remedy:
      'Combine selections with `and`, `or`, `not`, brackets, `1 of name_*` and `all of name_*`.',
  },
  'sigma/unknown-selection': {
    severity: 'error',
    meaning: 'The condition names a selection, or a correlation a rule, that does not exist.',
    remedy: 'Correct the name, or add the selection.',
  },
  'sigma/no-selection-matches': {
    severity: 'error',
    meaning: 'A quantifier such as `1 of filter_*` matches no selection.',
    remedy: 'Correct the pattern, or remove this part of the condition.',
  },
  'sigma/unknown-correlation-type': {
    severity: 'error',
    meaning: 'The `type` of a correlation is not one that Sigma defines.',
    remedy:
      'Use `event_count`, `value_count`, `temporal`, `temporal_ordered`, `value_sum`, `value_avg` or `value_percentile`.',
  },
  'sigma/invalid-timespan': {
    severity: 'error',
    meaning: 'The `timespan` of a correlation cannot be read.',
    remedy: 'Write a number and a unit, as in `30s`, `10m`, `1h` or `7d`.',
  },
  'sigma/invalid-bound': {
    severity: 'error',
    meaning: 'The condition of a correlation has no bound, or one that is not a number.',
    remedy: 'Compare with `gt`, `gte`, `lt`, `lte`, `eq` or `neq` and a number, as in `gte: 10`.',
  },
  'sigma/missing-percentile': {
    severity: 'warning',
    meaning: 'A `value_percentile` correlation gives no percentile, so Watchfloor assumes 50.',
    remedy: 'Add one from 0 to 100, as in `percentile: 95`.',
  },
  'sigma/unknown-alias-rule': {
    severity: 'warning',
    meaning: 'An alias gives the field of a rule that the correlation does not list.',
    remedy: 'Correct the name, or add the rule to `rules`.',
  },
} as const satisfies Record<`sigma/${string}`, CodeText>;
