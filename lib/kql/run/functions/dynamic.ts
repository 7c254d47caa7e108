import { largest } from '@/lib/long-lists';
import type { Value, ValueType } from '../values';
import { emptyOf, keyOf, parseJson, toDynamic, toText } from '../values';
import { arrayIndexOf, arraySort } from './array-functions';
import { convertTo } from './convert-to';
import { type FunctionTable, plain } from './function-kinds';

function array(value: Value): Value[] {
  return Array.isArray(value) ? value : [];
}

function bag(value: Value): Record<string, Value> | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, Value>)
    : null;
}

function pairs(values: readonly Value[], types: readonly ValueType[]): Value {
  const entries: [string, Value][] = [];
  for (let at = 0; at + 1 < values.length; at += 2) {
    entries.push([String(values[at]), toDynamic(values[at + 1], types[at + 1] ?? 'dynamic')]);
  }
  return Object.fromEntries(entries);
}

/** `$.a.b[0]['c']`; null if the path finds nothing. https://learn.microsoft.com/kusto/query/jsonpath */
function atPath(path: string, root: Value): Value {
  let value = root;
  const steps = path.replace(/^\$/, '');
  const step = /\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
  for (let at = 0; at < steps.length; at = step.lastIndex) {
    step.lastIndex = at;
    const found = step.exec(steps);
    if (!found || value === null || typeof value !== 'object') return null;
    if (found[2] !== undefined) value = array(value).at(Number(found[2])) ?? null;
    else {
      const name = found[1] ?? found[3] ?? found[4] ?? '';
      const inner = bag(value);
      value = inner && Object.hasOwn(inner, name) ? inner[name] : null;
    }
  }
  return value ?? null;
}

function distinct(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** The value at a path, converted to the type that the third argument names. */
const extractJson = plain(([path, source, type]) => {
  const found = atPath(String(path), fromSource(source));
  return typeof type === 'string' && found !== null
    ? convertTo(type, toText(found, 'dynamic'))
    : found;
});

export const DYNAMIC_FUNCTIONS: FunctionTable = {
  array_length: plain(([value]) => (Array.isArray(value) ? value.length : null)),
  array_index_of: arrayIndexOf,
  array_concat: plain((values) => values.flatMap(array)),
  array_slice: plain(([value, start, end]) => {
    if (!Array.isArray(value)) return null;
    const offset = (position: Value) =>
      Number(position) + (Number(position) < 0 ? value.length : 0);
    return value.slice(Math.max(0, offset(start)), Math.max(0, offset(end) + 1));
  }),
  array_reverse: plain(([value]) => [...array(value)].reverse()),
  array_sort_asc: arraySort(1),
  array_sort_desc: arraySort(-1),
  array_sum: plain(([value]) => array(value).reduce<number>((sum, item) => sum + Number(item), 0)),
  array_strcat: plain(([value, delimiter]) =>
    array(value)
      .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
      .join(String(delimiter)),
  ),
  strcat_array: plain(([value, delimiter]) =>
    array(value)
      .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
      .join(String(delimiter)),
  ),
  pack_array: plain((values, types) =>
    values.map((value, at) => toDynamic(value, types[at] ?? 'dynamic')),
  ),
  pack: plain(pairs),
  pack_dictionary: plain(pairs),
  bag_pack: plain(pairs),
  pack_all: ({ args, environment: { columns } }) => {
    const [ignoreEmpty] = args;
    return (row, at, rows) => {
      const cells = columns.map(({ name, type }): [string, Value] => [
        name,
        toDynamic(row[name] ?? emptyOf(type), type),
      ]);
      const isIgnored = ignoreEmpty?.get(row, at, rows) === true;
      return Object.fromEntries(
        cells.filter(([, value]) => !isIgnored || (value !== null && value !== '')),
      );
    };
  },
  bag_keys: plain(([value]) => {
    const inner = bag(value);
    return inner ? Object.keys(inner) : null;
  }),
  bag_has_key: plain(([value, name]) => {
    const inner = bag(value);
    return inner ? Object.hasOwn(inner, String(name)) : null;
  }),
  bag_merge: plain((values) => {
    const merged: Record<string, Value> = {};
    // The leftmost bag with a key wins.
    for (const value of [...values].reverse()) Object.assign(merged, bag(value) ?? {});
    return merged;
  }),
  bag_remove_keys: plain(([value, names]) => {
    const gone = new Set(array(names).map(String));
    return Object.fromEntries(Object.entries(bag(value) ?? {}).filter(([name]) => !gone.has(name)));
  }),
  set_has_element: plain(([value, wanted], [, type = 'dynamic']) => {
    if (!Array.isArray(value)) return null;
    const key = keyOf(toDynamic(wanted, type));
    return value.some((item) => keyOf(item) === key);
  }),
  set_union: plain((values) => distinct(values.flatMap(array))),
  set_intersect: plain(([first, ...others]) =>
    distinct(array(first)).filter((item) =>
      others.every((other) => array(other).some((value) => keyOf(value) === keyOf(item))),
    ),
  ),
  set_difference: plain(([first, ...others]) => {
    const gone = new Set(others.flatMap(array).map(keyOf));
    return distinct(array(first)).filter((item) => !gone.has(keyOf(item)));
  }),
  repeat: plain(([value, times], [type = 'dynamic']) =>
    new Array<Value>(Math.max(0, Math.min(10_000, Number(times)))).fill(toDynamic(value, type)),
  ),
  range: plain(([from, to, step]) => {
    const out: number[] = [];
    const by = Number(step ?? 1);
    if (by === 0) return null;
    for (let at = Number(from); by > 0 ? at <= Number(to) : at >= Number(to); at += by) {
      out.push(at);
      if (out.length >= 1_048_576) break;
    }
    return out;
  }),
  extract_json: extractJson,
  extractjson: extractJson,
  parse_xml: plain(([text]) => parseXml(String(text ?? ''))),
  dynamic_to_json: plain(([value]) => JSON.stringify(value)),
  zip: plain((values) => {
    const length = largest(
      values.map((value) => array(value).length),
      0,
    );
    return Array.from({ length }, (_, at) => values.map((value) => array(value)[at] ?? null));
  }),
};

function fromSource(source: Value): Value {
  return typeof source === 'string' ? parseJson(source) : source;
}

/** Elements as bags: attributes with `@`, their text as `#text`, repeated elements as arrays. */
function parseXml(text: string): Value {
  const token =
    /<\?[^>]*\?>|<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/gs;
  const root: Record<string, Value> = {};
  const stack: { name: string; node: Record<string, Value>; text: string }[] = [
    { name: '', node: root, text: '' },
  ];
  const finish = () => {
    const done = stack.pop();
    const parent = stack[stack.length - 1];
    if (!done || !parent) return;
    const hasNodes = Object.keys(done.node).length > 0;
    if (hasNodes && done.text.trim()) done.node['#text'] = done.text;
    const value: Value = hasNodes ? done.node : done.text === '' ? null : done.text;
    const before = parent.node[done.name];
    if (before === undefined) parent.node[done.name] = value;
    else parent.node[done.name] = Array.isArray(before) ? [...before, value] : [before, value];
  };
  for (const found of text.matchAll(token)) {
    const [, cdata, close, name, attributes, empty, content] = found;
    const top = stack[stack.length - 1];
    if (!top) return null;
    if (cdata !== undefined) top.text += cdata;
    else if (content !== undefined) top.text += decodeEntities(content);
    else if (name && close) finish();
    else if (name) {
      if (stack.length > 100) return null;
      const node: Record<string, Value> = {};
      for (const [, key = '', double, single] of (attributes ?? '').matchAll(
        /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
      )) {
        node[`@${key}`] = decodeEntities(double ?? single ?? '');
      }
      stack.push({ name, node, text: '' });
      if (empty) finish();
    }
  }
  return stack.length === 1 && Object.keys(root).length > 0 ? root : null;
}

const ENTITIES = new Map(
  Object.entries<string>({
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    apos: "'",
  }),
);

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES.get(name) ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
