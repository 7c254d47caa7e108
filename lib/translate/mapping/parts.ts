import type { ReportAt } from '@/lib/yaml-file';
import type { Quality } from '../types';
import type { CurrencyEntry, FieldEntry, KeywordsEntry, WrittenPart } from './file-schema';

/** A value from a file, with its position. */
export interface Placed<T> {
  readonly entry: T;
  readonly path: readonly PropertyKey[];
}

/** A preset or variant with one entry per field name. */
export interface Part {
  readonly use: readonly string[];
  readonly table: string | undefined;
  readonly workspaceTable: string | undefined;
  readonly arguments: Readonly<Record<string, string>>;
  readonly label: string | undefined;
  readonly where: readonly string[];
  readonly columns: 'same' | undefined;
  readonly quality: Quality | undefined;
  readonly currency: Placed<CurrencyEntry> | undefined;
  readonly note: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
  /** The sources of entries that name none. Null in a preset that leaves them to the variant. */
  readonly inherited: string[] | null;
  readonly fields: ReadonlyMap<string, Placed<FieldEntry>>;
  readonly byDefault: Placed<FieldEntry> | undefined;
  readonly keywords: Placed<KeywordsEntry> | undefined;
}

/**
 * A part as written at `path`, with `A, B: …` split into one entry per field. Reports a field that
 * occurs twice.
 */
export function readPart(
  written: WrittenPart,
  path: readonly PropertyKey[],
  report: ReportAt,
): Part {
  const place = <T>(entry: T, ...at: PropertyKey[]): Placed<T> => ({
    entry,
    path: [...path, ...at],
  });
  const fields = new Map<string, Placed<FieldEntry>>();
  for (const [names, entry] of Object.entries(written.fields ?? {})) {
    const placed = place(entry, 'fields', names);
    for (const name of names.split(',').map((one) => one.trim())) {
      if (name === '') report(placed.path, 'a comma without a field name beside it');
      else if (fields.has(name)) report(placed.path, `${name} already has an entry`);
      else fields.set(name, placed);
    }
  }
  return {
    use: written.use ?? [],
    table: written.table,
    workspaceTable: written.workspaceTable,
    arguments: written.arguments ?? {},
    label: written.label,
    where: written.where ?? [],
    columns: written.columns,
    quality: written.quality,
    currency: written.currency && place(written.currency, 'currency'),
    note: written.note,
    parameters: written.with ?? {},
    sources: written.sources ?? [],
    inherited: written.fieldSources ?? written.sources ?? null,
    fields,
    byDefault: written.default && place(written.default, 'default'),
    keywords: written.keywords && place(written.keywords, 'keywords'),
  };
}

/**
 * The part with its presets merged in, in order: later presets win over earlier ones, and the part over
 * all of them. Filters and sources accumulate. Entries without sources get those of the nearest
 * enclosing preset or variant.
 * Reports presets that do not exist, and presets that use themselves.
 */
export function mergePresets(
  part: Part,
  path: readonly PropertyKey[],
  presets: ReadonlyMap<string, Part>,
  report: ReportAt,
  within: readonly string[] = [],
): Part {
  const used = part.use.flatMap((name, at) => {
    const preset = presets.get(name);
    if (!preset) report([...path, 'use', at], `there is no preset named '${name}'`);
    else if (within.includes(name)) {
      report([...path, 'use', at], `preset '${name}' uses itself`);
    } else return [mergePresets(preset, path, presets, report, [...within, name])];
    return [];
  });
  return [...used, part].map((one) => withSources(one, part.inherited)).reduce(mergeTwo);
}

/** The part with `sources` for its entries that have none, unless it has its own. */
function withSources(part: Part, sources: string[] | null): Part {
  const inherited = part.inherited ?? sources;
  if (!inherited) return part;
  const fill = <T extends { sources?: string[] | undefined }>({ entry, path }: Placed<T>) => ({
    entry: entry.sources ? entry : { ...entry, sources: inherited },
    path,
  });
  return {
    ...part,
    fields: new Map([...part.fields].map(([name, placed]) => [name, fill(placed)])),
    byDefault: part.byDefault && fill(part.byDefault),
    keywords: part.keywords && fill(part.keywords),
  };
}

function mergeTwo(first: Part, second: Part): Part {
  return {
    use: second.use,
    table: second.table ?? first.table,
    workspaceTable: second.workspaceTable ?? first.workspaceTable,
    arguments: { ...first.arguments, ...second.arguments },
    label: second.label ?? first.label,
    where: [...first.where, ...second.where],
    columns: second.columns ?? first.columns,
    quality: second.quality ?? first.quality,
    currency: second.currency ?? first.currency,
    note: second.note ?? first.note,
    parameters: { ...first.parameters, ...second.parameters },
    inherited: second.inherited,
    sources: [...new Set([...first.sources, ...second.sources])],
    fields: new Map([...first.fields, ...second.fields]),
    byDefault: second.byDefault ?? first.byDefault,
    keywords: second.keywords ?? first.keywords,
  };
}
