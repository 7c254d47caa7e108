import { dynamicText } from '@/lib/kql/print/literals';

/** No column of Microsoft's tables begins like this, so a list hides none. */
export const LIST_PREFIX = 'your_';

/** A list in a query that waits for your values. */
export interface ValueList {
  /** Without percent signs: `Administrators`. */
  readonly placeholder: string;
  /** Its name in the query: `your_Administrators`. */
  readonly name: string;
}

/** The value in a list until you put yours in its place. It has no wildcards. */
export function exampleValue(placeholder: string): string {
  return `example-${placeholder}`;
}

/** Names for the lists of one query, correlated rules included: a placeholder always has the same one. */
export class ValueListNames {
  private readonly names = new Map<string, string>();

  nameOf(placeholder: string): string {
    const known = this.names.get(placeholder);
    if (known !== undefined) return known;
    const taken = new Set(this.names.values());
    let name = LIST_PREFIX + placeholder.replace(/\W/g, '_');
    while (taken.has(name)) name += '_';
    this.names.set(placeholder, name);
    return name;
  }
}

/** A line that the translator prints for a list. Rules cannot write one: their text has no line ends in KQL. */
const LIST_LINE = /^let (your_\w+) = dynamic\(\["example-([A-Za-z0-9_.-]+)"\]\);$/gm;

/** A line of the comment above an exported query. The first line of it is the rule's title. */
const NEED_LINE = /\n\/\/ Needs your values: %([A-Za-z0-9_.-]+)%(?=\n)/g;

/** The lists of a printed query that still hold their example, in order. */
export function findValueLists(kql: string): ValueList[] {
  return [...kql.matchAll(LIST_LINE)].map(([, name = '', placeholder = '']) => ({
    name,
    placeholder,
  }));
}

/**
 * A printed query with values in place of the examples, by placeholder. A list without values keeps its
 * example, and the comment above the query goes on to name it. Each value becomes one JSON string of a dynamic literal, whatever characters it has.
 */
export function fillValueLists(
  kql: string,
  values: ReadonlyMap<string, readonly string[]>,
): string {
  const filled = new Set<string>();
  const query = kql.replace(LIST_LINE, (line: string, name: string, placeholder: string) => {
    const own = values.get(placeholder) ?? [];
    if (own.length === 0) return line;
    filled.add(placeholder);
    return `let ${name} = dynamic(${dynamicText(own)});`;
  });
  return query.replace(NEED_LINE, (line: string, placeholder: string) =>
    filled.has(placeholder) ? '' : line,
  );
}

/** The values that someone typed, one per line: trimmed, without blank lines, each once. */
export function readValueLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
