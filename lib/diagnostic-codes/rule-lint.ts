import type { CodeText } from './code-text';

/** What the linter remarks on rules that can be read. */
export const RULE_LINT_CODES = {
  'sigma/unused-selection': {
    severity: 'warning',
    meaning:
      'The condition does not use a selection, or a correlation’s condition does not use one of its rules.',
    remedy: 'Name it in the condition, or remove it.',
  },
  'sigma/unknown-tag-namespace': {
    severity: 'warning',
    meaning: 'A tag belongs to a namespace that Sigma does not define.',
    remedy: 'Use `attack`, `car`, `cve`, `d3fend`, `detection`, `stp` or `tlp`.',
  },
  'sigma/duplicate-value': {
    severity: 'warning',
    meaning: 'A list of values contains the same value twice, ignoring case where Sigma does.',
    remedy: 'Remove one of them.',
  },
  'sigma/null-in-list': {
    severity: 'info',
    meaning: 'A list contains null among other values. Some Sigma tools ignore it there.',
    remedy: 'Move the null to a selection of its own.',
  },
  'sigma/all-single-value': {
    severity: 'warning',
    meaning: 'The modifier `all` has no effect on a single value.',
    remedy: 'Remove `all`.',
  },
  'sigma/duplicate-modifier': {
    severity: 'warning',
    meaning: 'A field name carries the same modifier twice.',
    remedy: 'Remove one of them.',
  },
  'sigma/modifier-conflict': {
    severity: 'warning',
    meaning:
      'Modifiers that are valid one by one make no sense together, such as `all` over whole values of one field.',
    remedy: 'Decide which modifier you mean. Most often it is `contains|all`.',
  },
  'sigma/all-of-one': {
    severity: 'info',
    meaning: 'A quantifier such as `all of selection_*` covers a single selection.',
    remedy: 'Name the selection instead.',
  },
  'sigma/all-of-them': {
    severity: 'info',
    meaning: '`all of them` also covers selections that are added later, such as filters.',
    remedy: 'Write `all of selection_*`.',
  },
  'sigma/wildcard-instead-of-modifier': {
    severity: 'info',
    meaning: 'A value uses wildcards at its ends where a modifier does the same.',
    remedy: 'Use `contains`, `startswith` or `endswith`, and drop the wildcards.',
  },
  'sigma/redundant-wildcard': {
    severity: 'warning',
    meaning: 'The modifier already allows any text where the value has a wildcard.',
    remedy: 'Remove the wildcard. To test only that the field is present, use `exists: true`.',
  },
  'sigma/escaped-wildcard': {
    severity: 'info',
    meaning: 'A backslash turns the `*` or `?` after it into a plain character.',
    remedy:
      'If you mean a backslash followed by a wildcard, write two backslashes. Otherwise leave it.',
  },
  'sigma/double-wildcard': {
    severity: 'warning',
    meaning: 'Two asterisks in a row mean the same as one.',
    remedy: 'Remove one asterisk.',
  },
  'sigma/number-as-string': {
    severity: 'info',
    meaning: 'A number in quotes is compared as text.',
    remedy: 'Remove the quotes if the field is a number.',
  },
  'sigma/control-character': {
    severity: 'warning',
    meaning: 'A value contains a control character other than a tab or a line break.',
    remedy: 'Check whether an escape such as `\\x01` or `\\b` in double quotes is a mistake.',
  },
  'sigma/non-ascii-field': {
    severity: 'warning',
    meaning: 'A field name has leading or trailing spaces, or characters outside ASCII.',
    remedy: 'Correct the field name.',
  },
  'sigma/condition-case': {
    severity: 'warning',
    meaning: 'The condition writes an operator in upper case. Some Sigma tools reject that.',
    remedy: 'Write `and`, `or`, `not`, `of`, `them` and `all` in lower case.',
  },
  'sigma/filter-includes': {
    severity: 'warning',
    meaning: 'A filter keeps only the events that match it, because its condition has no `not`.',
    remedy: 'To exclude the events, write `not selection`.',
  },
  'sigma/missing-id': {
    severity: 'info',
    meaning: 'The rule has no `id`, so nothing can refer to it.',
    remedy: 'Add a random UUID (version 4).',
  },
  'sigma/missing-status': {
    severity: 'info',
    meaning: 'The rule has no `status`.',
    remedy: 'Add one, such as `experimental`, `test` or `stable`.',
  },
  'sigma/missing-level': {
    severity: 'info',
    meaning: 'The rule has no `level`, so alerts have no severity.',
    remedy: 'Add `informational`, `low`, `medium`, `high` or `critical`.',
  },
  'sigma/missing-description': {
    severity: 'info',
    meaning: 'The rule has no `description`.',
    remedy: 'Describe what the rule detects, and why it matters.',
  },
  'sigma/missing-date': {
    severity: 'info',
    meaning: 'The rule has no `date`.',
    remedy: 'Add the date on which the rule was written.',
  },
  'sigma/missing-author': {
    severity: 'info',
    meaning: 'The rule has no `author`.',
    remedy: 'Add the author.',
  },
  'sigma/date-order': {
    severity: 'warning',
    meaning: '`modified` is earlier than `date`.',
    remedy: 'Correct one of the dates.',
  },
  'sigma/modified-without-date': {
    severity: 'info',
    meaning: 'The rule has `modified` but no `date`.',
    remedy: 'Add the date on which the rule was written.',
  },
  'sigma/deprecated-without-related': {
    severity: 'info',
    meaning: 'The rule is deprecated but does not name its replacement.',
    remedy: 'Add the replacement to `related`, if there is one.',
  },
  'sigma/title-form': {
    severity: 'info',
    meaning:
      'The title breaks SigmaHQ’s conventions: it is longer than 120 characters, ends with a full stop, or begins with “Detects”.',
    remedy: 'Name the activity, briefly.',
  },
  'sigma/description-form': {
    severity: 'info',
    meaning: 'The description is shorter than 16 characters, or contains a link.',
    remedy: 'Describe the activity in a sentence, and move links to `references`.',
  },
  'sigma/reference-form': {
    severity: 'info',
    meaning: 'A reference links to a page of ATT&CK, or to a Git branch whose content can change.',
    remedy: 'Use a tag for ATT&CK, and link to a commit (press y on GitHub).',
  },
  'sigma/falsepositive-form': {
    severity: 'info',
    meaning: 'An entry of `falsepositives` says nothing, is misspelled or begins in lower case.',
    remedy: 'Describe what could trigger the rule, or write `Unknown` or `Unlikely`.',
  },
  'sigma/specific-logsource': {
    severity: 'info',
    meaning:
      'The rule asks for Sysmon events by number, although Sigma has a category that covers the same events from any sensor.',
    remedy: 'Use the category, and remove the service and the event ID.',
  },
  'sigma/missing-group-by': {
    severity: 'info',
    meaning: 'A correlation has no `group-by`, so it counts all events together.',
    remedy: 'Name what the events must have in common, such as a user or a host.',
  },
  'sigma/timespan-unit': {
    severity: 'info',
    meaning: 'The timespan uses weeks, months or years, which not every Sigma tool knows.',
    remedy: 'Use `s`, `m`, `h` or `d`.',
  },
  'sigma/impossible-bounds': {
    severity: 'warning',
    meaning: 'No number satisfies the bounds of a correlation, so it can never fire.',
    remedy: 'Correct the bounds.',
  },
  'sigma/unused-field': {
    severity: 'warning',
    meaning: 'A correlation gives a `field`, but its type does not count values.',
    remedy: 'Remove `field`, or use `value_count`.',
  },
  'sigma/unused-alias': {
    severity: 'warning',
    meaning: 'A correlation defines an alias that neither `group-by` nor `field` uses.',
    remedy: 'Use the alias, or remove it.',
  },
  'sigma/incomplete-alias': {
    severity: 'info',
    meaning:
      'An alias names no field for one of the rules. There, Watchfloor takes the field that has the alias’s own name.',
    remedy: 'Add the rule’s field to the alias.',
  },
  'sigma/duplicate-id': {
    severity: 'warning',
    meaning: 'Two rules have the same `id`.',
    remedy: 'Give one of them a new UUID.',
  },
  'sigma/duplicate-title': {
    severity: 'warning',
    meaning: 'Two rules have the same title, so you cannot distinguish their alerts.',
    remedy: 'Make the titles distinct.',
  },
  'sigma/duplicate-name': {
    severity: 'warning',
    meaning: 'Two rules have the same `name`, so a correlation cannot refer to one of them.',
    remedy: 'Rename one of them.',
  },
  'sigma/file-name': {
    severity: 'info',
    meaning: 'The file name does not follow Sigma’s naming convention.',
    remedy: 'Use 10 to 70 lower-case letters, digits and underscores, with the extension `.yml`.',
  },
} as const satisfies Record<`sigma/${string}`, CodeText>;
