import type { CodeText } from './code-text';

/** How values of placeholders get into every query. */
const SET_VALUES =
  'write them to a file such as `placeholders.yml` (`Administrators: [adm_*, root]`), add `PLACEHOLDERS=placeholders.yml` to `.env`, and run `npm run ingest`.';

/** Where a query differs from its rule, or why there is none. */
export const TRANSLATION_CODES = {
  'translate/no-mapping': {
    severity: 'error',
    meaning: 'No mapping covers the rule’s log source on this target, so there is no query.',
    remedy:
      'Check the spelling of the log source, choose a target that has a mapping for it, or add a mapping to `content/mappings`.',
  },
  'translate/no-table': {
    severity: 'error',
    meaning: 'No table of the target holds the events of this log source.',
    remedy: 'Choose another target, or forward the log to a table of your own.',
  },
  'translate/query-elsewhere': {
    severity: 'info',
    meaning: 'The target has no query for the rule, but another target has one.',
    remedy:
      'Use that query. The Defender portal runs queries on the tables of a connected workspace.',
  },
  'translate/unmapped-field': {
    meaning:
      'No column of the table is documented to hold a field that the rule tests. It is an error where the rule depends on the field, and a warning where the query leaves the test out.',
    remedy:
      'Check the spelling of the field. If the table has the field in your workspace, add it to the mapping.',
  },
  'translate/no-counterpart': {
    meaning:
      'The table has a column for the field, but no value that corresponds to the one in the rule. It is an error where the rule depends on the value, and a warning where the query leaves the test out.',
    remedy: 'Read the message for what the table holds instead, or choose another table or target.',
  },
  'translate/event-elsewhere': {
    meaning:
      'The rule looks for an event that another table holds. It is an error where the rule has no other events, and a warning where the query covers the others.',
    remedy:
      'Use the query for the other table as well, which the rule’s page lists if there is one.',
  },
  'translate/approximate-field': {
    severity: 'warning',
    meaning:
      'A column resembles the field but does not always hold the same value, so the query can match more events than the rule, or fewer.',
    remedy: 'Read the message for the difference, and test the query on your own data.',
  },
  'translate/approximate-table': {
    severity: 'warning',
    meaning:
      'The table holds related telemetry, not the events that the rule was written for, so the query can match more events than the rule, or fewer.',
    remedy: 'Prefer a query for another table if the rule has one, and test on your own data.',
  },
  'translate/table-note': {
    severity: 'info',
    meaning:
      'The table holds the events that the rule was written for, and something about its rows is good to know.',
    remedy: 'Read the message. Narrow the query if it concerns your workspace.',
  },
  'translate/legacy-table': {
    severity: 'info',
    meaning:
      'What writes the table is no longer supported. The query is right for its rows, but new workspaces have none.',
    remedy:
      'Check that the table has recent rows in your workspace, or choose a query for another table.',
  },
  'translate/retired-table': {
    severity: 'warning',
    meaning:
      'Nothing writes the table any more. The query is right for the rows that are kept, and finds no new ones.',
    remedy: 'Choose a query for another table if the rule has one, or collect the log anew.',
  },
  'translate/unsupported-test': {
    meaning:
      'The comparison has no equivalent in KQL for this column. It is an error where the rule depends on it, and a warning where the query leaves it out.',
    remedy: 'Write the comparison in another way, or choose another table.',
  },
  'translate/unsupported-regex': {
    meaning:
      'A regular expression uses a construct that Kusto does not have, such as a look-ahead. It is an error where the rule depends on it, and a warning where the query leaves it out.',
    remedy: 'Rewrite the expression without the construct.',
  },
  'translate/keywords': {
    meaning:
      'The rule searches for keywords in the whole event, and the table has no column with the whole event. It is an error where the rule depends on them, and a warning where the query leaves them out.',
    remedy: 'Name the field that holds the keyword, or choose another table.',
  },
  'translate/placeholder': {
    meaning:
      'The rule contains a placeholder such as `%Administrators%` that has no value, in a comparison that KQL cannot make with a list of values. It is an error where the rule depends on it, and a warning where the query leaves it out.',
    remedy: `Give the value to the whole catalog: ${SET_VALUES}`,
  },
  'translate/needs-values': {
    severity: 'info',
    meaning:
      'The rule contains a placeholder such as `%Administrators%`. Its values are a list at the top of the query, which holds an example until you put yours in.',
    remedy: `Replace the example in the query, or type your values on the rule’s page. To give them to the whole catalog: ${SET_VALUES}`,
  },
  'translate/approximate-list': {
    severity: 'warning',
    meaning:
      'The query compares a column with a list of your values in a way that differs from the rule. Kusto finds any of a list only as whole terms, so a value inside a longer word is not found.',
    remedy: `Give the values to the whole catalog, and the query has the rule’s own comparison: ${SET_VALUES}`,
  },
  'translate/never-matches': {
    severity: 'error',
    meaning: 'No row of the table can satisfy the rule, so there is no query.',
    remedy:
      'Check whether the rule contradicts itself or its log source, such as a field that must have two values at once.',
  },
  'translate/correlation': {
    severity: 'error',
    meaning:
      'The correlation cannot become a query, for example because one of its rules is missing or it refers to itself.',
    remedy: 'Correct what the message names.',
  },
  'translate/filter': {
    severity: 'info',
    meaning: 'A filter has no query of its own. It changes the queries of the rules that it names.',
    remedy: 'Nothing. Look at the queries of those rules.',
  },
  'translate/query-length': {
    severity: 'info',
    meaning:
      'The query is longer than the 10,000 characters that a scheduled analytics rule of Microsoft Sentinel accepts.',
    remedy: 'Run it as a hunting query, or save it as a function and call that from the rule.',
  },
  'translate/lookback': {
    severity: 'info',
    meaning: 'The timespan of the correlation is longer than the service looks back.',
    remedy: 'Shorten the timespan, or run the query as a hunt in Microsoft Sentinel.',
  },
  'translate/empty-or-absent': {
    severity: 'warning',
    meaning:
      'The rule asks for a field that is empty, or that exists. The table has the same for an empty field and for one that the event does not have.',
    remedy:
      'Check the matches. Where the rule means both, add the other form: `null` beside an empty text.',
  },
  'translate/unknown-field': {
    severity: 'warning',
    meaning:
      'The events of the log source do not have this field, as far as their documentation says, or no mapping has it although one has a very similar name. The field is probably misspelled, or belongs to another log.',
    remedy:
      'Check the name in the documentation of the log. If the log does have the field, the query finds it.',
  },
  'translate/unreadable': {
    severity: 'error',
    meaning: 'The rule cannot be read, so it cannot be translated.',
    remedy: 'Correct the error that the message quotes.',
  },
  'translate/failed': {
    severity: 'error',
    meaning: 'The translator failed on this rule. This is a defect in Watchfloor.',
    remedy: 'Report it, with the rule.',
  },
  'translate/stopped': {
    severity: 'error',
    meaning: 'The rule took too long to translate or to check, so there is no query.',
    remedy: 'Shorten the rule: fewer values and wildcards.',
  },
  'translate/query-refused': {
    severity: 'error',
    meaning:
      'Microsoft’s parser rejects the query, so Watchfloor withdraws it. This is a defect in Watchfloor or in a mapping.',
    remedy: 'Report it, with the rule.',
  },
  'translate/bad-mapping': {
    severity: 'error',
    meaning: 'A mapping file has an error. Watchfloor ignores the entry.',
    remedy: 'Correct the entry at the place that the message gives.',
  },
} as const satisfies Record<`translate/${string}`, CodeText>;
