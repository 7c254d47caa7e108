import { INVISIBLE } from '@/lib/text/invisible';

/**
 * Words that Microsoft's lexer does not read as a name (`SyntaxFacts.CanBeIdentifier`
 * is false, or a literal). `quote.test.ts` compares the list with the parser's own.
 */
const RESERVED = new Set(
  `
  __crossCluster __crossDB __id __isFuzzy __noWithSource __packedColumn __sourceColumnIndex
  __contextual_datatable __executeAndCache __projectAway accumulate and anomalychart areachart as asc
  bagexpansion barchart between bin_legacy by cachingpolicy callout cancel card columnchart contains
  containscs contains_cs cycles dataexport datascope datatable decodeblocks desc earliest
  encodingpolicy endswith endswith_cs expandoutput extent_tags_retention externaldata external_data
  find first flags harddelete hardretention has has_any has_all has_cs hasprefix hasprefix_cs
  hassuffix hassuffix_cs hotcache in invoke isfuzzy force_remote journal kind ladderchart last latest
  like likecs linechart materialize mdm missing nooptimization notcontains notcontainscs notlike
  notlikecs of or others pathformat piechart pivotchart print project queries query_results relaxed
  restricted_view_access row_level_security rowstore rowstore_references rowstore_sealinfo
  rowstorepolicy rowstores sample scatterchart seal seals search set shards simple softdelete
  softretention sql stackedareachart startswith startswith_cs statistics storedqueryresultcontainers
  tablepurge timechart timeline timepivot title to toscalar totable treemap union
  unrestrictedviewers verbose viewers views where with_itemindex with_match_id with_source
  with_step_name withsource writeaheadlog boolean int8 char uint8 byte int16 uint16 int int32 uint
  uint32 long int64 ulong uint64 float real decimal double string time timespan date datetime
  uniqueid dynamic true false True False TRUE FALSE
  `
    .trim()
    .split(/\s+/),
);

const SHORT_ESCAPES = new Map(
  Object.entries<string>({
    '"': '\\"',
    '\\': '\\\\',
    '\t': '\\t',
    '\n': '\\n',
    '\r': '\\r',
  }),
);

// An analyst must see these characters, and a pasted query must keep them. NEL, U+2028 and U+2029 are
// among them: they can end a line.
const UNPRINTABLE = new RegExp(`[${INVISIBLE}]`, 'u');
const ESCAPED = new RegExp(`["\\\\]|[${INVISIBLE}]`, 'gu');

function unicodeEscape(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    out += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return out;
}

/**
 * A string as a KQL literal that Microsoft's parser reads back unchanged: `"whoami"`, verbatim if
 * backslashes would need doubling (`@"\System32\cmd.exe"`), escaped if characters do not print.
 */
export function quoteString(value: string): string {
  if (UNPRINTABLE.test(value)) {
    return `"${value.replace(ESCAPED, (found) => SHORT_ESCAPES.get(found) ?? unicodeEscape(found))}"`;
  }
  if (!value.includes('\\')) {
    if (!value.includes('"')) return `"${value}"`;
    if (!value.includes("'")) return `'${value}'`;
    return `"${value.replaceAll('"', '\\"')}"`;
  }
  if (value.includes('"') && !value.includes("'")) return `@'${value}'`;
  return `@"${value.replaceAll('"', '""')}"`;
}

/** A table's, column's or function's name as KQL: bare if KQL allows it, otherwise `['odd name']`. */
export function quoteName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name)) return name;
  if (/['"\\]/.test(name) || UNPRINTABLE.test(name)) return `[${quoteString(name)}]`;
  return `['${name}']`;
}
