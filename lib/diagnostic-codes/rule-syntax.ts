import type { CodeText } from './code-text';

/** The YAML of a rule file, and the fields around a rule's logic. */
export const RULE_SYNTAX_CODES = {
  'sigma/too-large': {
    severity: 'error',
    meaning: 'The file has more than 1,048,576 characters or more than 1,000 YAML documents.',
    remedy: 'Split the file.',
  },
  'sigma/empty-document': {
    severity: 'error',
    meaning: 'The file contains no rule.',
    remedy: 'Add a rule, or delete the file.',
  },
  'sigma/yaml-syntax': {
    severity: 'error',
    meaning: 'The text is not valid YAML.',
    remedy:
      'Look at the marked place and the line before it: most often a quote is not closed, the indentation is off, or a value that contains `: ` or begins with a special character needs quotes.',
  },
  'sigma/yaml-duplicate-key': {
    meaning:
      'A map has the same key twice. It is a warning if both have the same value, and otherwise an error, because parsers disagree about which one counts.',
    remedy: 'Join the two values into one list, or rename one of the keys.',
  },
  'sigma/yaml-key': {
    severity: 'error',
    meaning: 'A key is a list or a map. Sigma uses only plain text as keys.',
    remedy: 'Write the key as text, in quotes if it contains special characters.',
  },
  'sigma/yaml-tag': {
    severity: 'error',
    meaning: 'A value carries a YAML tag that has no meaning in a rule, such as `!!python/object`.',
    remedy: 'Remove the tag.',
  },
  'sigma/yaml-alias': {
    severity: 'error',
    meaning: 'A YAML alias (`*name`) refers to an anchor that the document does not define.',
    remedy:
      'Define the anchor (`&name`) earlier in the document, or write the value out. A value that begins with an asterisk needs quotes.',
  },
  'sigma/too-deep': {
    severity: 'error',
    meaning: 'The document or its condition is nested deeper than 64 levels.',
    remedy: 'Flatten the structure.',
  },
  'sigma/too-many-nodes': {
    severity: 'error',
    meaning:
      'The document has more than 100,000 values. Values that an alias or a merge key repeats count each time.',
    remedy: 'Split the rule, or repeat less by alias.',
  },
  'sigma/too-many-diagnostics': {
    meaning:
      'The document has more than 200 diagnostics of one severity. Watchfloor lists only the first ones.',
    remedy: 'Correct the ones listed, then read the rule again.',
  },
  'sigma/not-a-rule': {
    severity: 'error',
    meaning:
      'The document is not a rule: it is a list or a single value, it has no `detection`, `correlation` or `filter`, or it has more than one of them.',
    remedy: 'Write one rule per YAML document, and separate documents with `---`.',
  },
  'sigma/unknown-field': {
    severity: 'warning',
    meaning: 'A key is not part of Sigma but resembles one that is, so it is probably misspelled.',
    remedy: 'Correct the spelling. Custom fields with distinct names are fine.',
  },
  'sigma/yaml-indentation': {
    severity: 'warning',
    meaning:
      'A further line of a quoted text begins at the margin, which YAML 1.1 allowed and YAML 1.2 does not. It is read as if it were indented.',
    remedy: 'Indent the line.',
  },
  'sigma/yaml-version': {
    severity: 'warning',
    meaning:
      'A value without quotes is text in YAML 1.2, as which rules are read here, and a truth value or a number in YAML 1.1.',
    remedy: 'Put the value in quotes if it is text. Otherwise write it as both versions read it.',
  },
  'sigma/meant-logsource': {
    severity: 'warning',
    meaning:
      'The log source names something known in the wrong place, such as a category as a service. The rule is read as what it evidently means.',
    remedy: 'Write the log source as the message shows it.',
  },
  'sigma/missing-field': {
    meaning:
      'A field that the rule needs is missing. It is an error where the rule cannot be used without the field, and a warning where an incomplete entry is ignored.',
    remedy: 'Add the field that the message names.',
  },
  'sigma/invalid-type': {
    meaning:
      'A field has the wrong type, such as a list where text is expected. It is a warning where the value is still used.',
    remedy: 'Write the value in the form that the message describes.',
  },
  'sigma/invalid-value': {
    meaning:
      'A field or a modifier has a value outside its allowed set or range. It is a warning where the value is still used.',
    remedy: 'Use one of the allowed values.',
  },
  'sigma/invalid-id': {
    severity: 'warning',
    meaning: 'An `id` is not a UUID.',
    remedy: 'Use a random UUID (version 4).',
  },
  'sigma/invalid-date': {
    severity: 'warning',
    meaning: 'A date does not have the form YYYY-MM-DD, or the calendar has no such day.',
    remedy: 'Write the date as in `2024-05-31`.',
  },
  'sigma/invalid-tag': {
    severity: 'warning',
    meaning: 'A tag does not have the form that Sigma prescribes for its namespace.',
    remedy: 'Write the tag as `namespace.name` in lower case, as in `attack.t1059.001`.',
  },
  'sigma/too-long': {
    meaning:
      'A text field is longer than the schema allows (a warning), or a condition is too long to be read (an error).',
    remedy: 'Shorten it.',
  },
  'sigma/duplicate-item': {
    severity: 'warning',
    meaning: 'A list contains the same entry twice.',
    remedy: 'Remove one of them.',
  },
  'sigma/legacy-syntax': {
    meaning:
      'The rule uses syntax of Sigma 1. A warning: an aggregation (`| count() by …`) is read as the correlation that means the same, or a `timeframe` has no effect. An error: the rule cannot be read, because of `near`, `action` or an aggregation without `timeframe`.',
    remedy:
      'Write an aggregation as a correlation rule, and each rule of a collection as a document of its own.',
  },
} as const satisfies Record<`sigma/${string}`, CodeText>;
