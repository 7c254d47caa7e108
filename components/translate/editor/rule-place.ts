/** Where in a rule a completion is asked for. */
export interface Place {
  /** `key`: the name of an entry may stand here. `value`: the value of the entry that ends `path`. */
  readonly kind: 'key' | 'value';
  /** The keys around the place, outermost first: `['detection', 'selection']`. */
  readonly path: readonly string[];
  /** What stands between the start of the key or value and the offset. */
  readonly typed: string;
}

interface Line {
  readonly indent: number;
  /** The list item that begins on this line is indented by this much; null if none begins. */
  readonly dash: number | null;
  readonly key: string | null;
  readonly rest: string;
}

/** The document around an offset, as lines. It may be unfinished, so it is read without a parser. */
export interface RuleLines {
  readonly before: readonly Line[];
  readonly current: Line;
  /** The keys of the map in which the current line stands. */
  keysBeside(): ReadonlySet<string>;
  /** The keys one level below a key of the document. */
  keysOf(root: string): readonly string[];
  logSource(): Record<'product' | 'category' | 'service', string | null>;
}

const DOCUMENT_END = /^---(?:\s|$)/;

/** The document of the text around an offset. */
export function linesAround(text: string, offset: number): RuleLines {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const from = above.findLastIndex((line) => DOCUMENT_END.test(line)) + 1;
  const below = text.slice(offset).split('\n').slice(1);
  const to = below.findIndex((line) => DOCUMENT_END.test(line));
  const before = above.slice(from).map(readLine);
  const after = (to === -1 ? below : below.slice(0, to)).map(readLine);
  const current = readLine(text.slice(start, offset));
  const all = [...before, current, ...after];
  return {
    before,
    current,
    keysBeside: () => keysBeside(before, current, after),
    keysOf: (root) => keysOf(all, root),
    logSource: () => {
      const part = (name: string) => valueIn(all, name);
      return { product: part('product'), category: part('category'), service: part('service') };
    },
  };
}

/** Where the last of the lines ends; null within a comment. */
export function placeAt({ before, current }: RuleLines): Place | null {
  if (current.rest.startsWith('#')) return null;
  const path = pathTo(before, current);
  const isItem = current.dash !== null;
  if (current.key !== null) {
    const value = /^[^:]*:[ \t]+(.*)$/.exec(current.rest)?.[1];
    return value === undefined
      ? null
      : { kind: 'value', path: [...path, current.key], typed: value };
  }
  const isKeyOfItem = path[0] === 'related' || path[0] === 'detection' || path[0] === 'filter';
  return { kind: isItem && !isKeyOfItem ? 'value' : 'key', path, typed: current.rest };
}

const KEY = /^(['"]?)([^\s'"#:{}[\],][^'"#:]*)\1[ \t]*:(?=[ \t]|$)/;

function readLine(text: string): Line {
  const line = text.replace(/\r$/, '');
  const [start = ''] = /^[ ]*(?:-[ ]+)*/.exec(line) ?? [];
  const rest = line.slice(start.length);
  const dash = start.lastIndexOf('-');
  return {
    indent: start.length,
    dash: dash === -1 ? null : dash,
    key: KEY.exec(rest)?.[2]?.trim() ?? null,
    rest,
  };
}

/** The keys that enclose a line, by their indents. */
function pathTo(before: readonly Line[], line: Line): string[] {
  const path: string[] = [];
  // A list may stand as far left as its key.
  let limit = line.dash === null ? line.indent : line.dash + 1;
  for (const above of before.toReversed()) {
    if (above.key === null || above.indent >= limit) {
      // The key of a map in a list is as far in as its first key, behind the dash.
      if (above.dash !== null && above.dash < limit && above.indent >= limit) {
        limit = above.dash + 1;
      }
      continue;
    }
    path.unshift(above.key);
    limit = above.dash === null ? above.indent : above.dash + 1;
    if (limit === 0) break;
  }
  return path;
}

function keysBeside(
  before: readonly Line[],
  { indent }: Line,
  after: readonly Line[],
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const lines of [before.toReversed(), after]) {
    for (const { key, indent: other, rest } of lines) {
      if (rest === '') continue;
      if (other < indent) break;
      if (other === indent && key !== null) keys.add(key);
    }
  }
  return keys;
}

function keysOf(lines: readonly Line[], root: string): string[] {
  const inside = below(lines, root);
  const [first] = inside.filter(({ key }) => key !== null);
  return inside.flatMap(({ key, indent }) => (key !== null && indent === first?.indent ? key : []));
}

/** The lines below a key of the document, up to the next one. */
function below(lines: readonly Line[], root: string): readonly Line[] {
  const start = lines.findIndex(({ key, indent }) => key === root && indent === 0);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(({ indent, key }) => indent === 0 && key !== null);
  return end === -1 ? rest : rest.slice(0, end);
}

/** A part of the log source, which is written in lines or in braces. */
function valueIn(lines: readonly Line[], part: string): string | null {
  const own = lines.find(({ key, indent }) => key === 'logsource' && indent === 0);
  const block = [own, ...below(lines, 'logsource')].map((line) => line?.rest ?? '').join('\n');
  const value = new RegExp(`(?:^|[{,\\s])${part}:[ \\t]*['"]?([\\w.-]+)`).exec(block)?.[1];
  return value ?? null;
}
