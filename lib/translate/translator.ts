import { createHash } from 'node:crypto';
import type { Diagnostic } from '@/lib/diagnostic';
import { type Query, type Schemas, sourcesOf } from '@/lib/kql';
import {
  applyFilters,
  type DetectionRule,
  expandPlaceholders,
  type FilterRule,
  type Rule,
} from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { translateCorrelation } from './correlation/translate-correlation';
import { withLimits, withLookback } from './limits';
import { keyOfLogSource, type LogSourceName, nameOfLogSource } from './log-source-name';
import type { MappedVariant, Mapping, Mappings } from './mapping/mapping';
import { noMapping } from './no-mapping';
import { INSTEAD, queryElsewhere, refusalOf } from './refusal';
import { withFields } from './show-results';
import { type DetectionVariant, translateDetection } from './translate-detection';
import type { Translation, Variant } from './types';
import { unsupportedTranslation } from './unsupported';
import { ValueListNames } from './value-lists';

/** Raise it when the compiler prints something different for the same rule and mapping. */
const CODE_VERSION = 10;

export interface TranslatorSettings {
  /** How ASIM parsers are called: built in (`_Im_FileEvent`) or deployed in the workspace (`imFileEvent`). */
  readonly asimNames?: 'builtin' | 'workspace';
  /** Values for `%placeholders%`, by name without the percent signs. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** The events of a detection in one table, before a result is chosen from them. */
export interface EventsFound {
  readonly table: string;
  readonly query: Query;
  /** Of the result, with the fields that were asked for. */
  readonly columns: readonly string[];
  /** The table's own columns. */
  readonly own: Readonly<Record<string, string>>;
  /** Whether the table lacks some of the events, such as those of one id of a list. */
  readonly isNarrower: boolean;
}

/** The column with a field's text. */
export interface FieldColumn {
  readonly name: string;
  /** If the field is put together of several columns, such as key and name of a registry value: all of them. None for a number. */
  readonly parts: readonly string[];
  /** The expression over several columns that gives the field; null if one column has it. */
  readonly over: { readonly text: string; readonly columns: readonly string[] } | null;
  /**
   * What makes the column, and the columns that it takes it from, if the table has no such column: a query makes it if it
   * tests or shows the field.
   */
  readonly made: { readonly text: string; readonly from: readonly string[] } | null;
}

export interface Translator {
  /** Changes with the code, a mapping file or the settings: whenever a translation may change. */
  readonly version: string;
  /**
   * A rule on a target. `related` finds other rules by id and by name: those that a correlation
   * refers to, and filters that apply to the rule. Never throws for a bad rule: diagnostics report what
   * cannot be expressed, and the outcome is `approximate` or `unsupported`.
   */
  translate(rule: Rule, target: Target, related?: ReadonlyMap<string, Rule>): Translation;
  /** Where a Sigma field stands in one of the tables that a log source is mapped to; null if in no text or number of it. */
  columnOf(
    logsource: LogSourceName,
    target: Target,
    table: string,
    field: string,
  ): FieldColumn | null;
  /**
   * The events of a detection in `table`, or else in the best one; null if no table has them. Without `fields`, the
   * columns are those that a query shows first.
   */
  eventsOf(
    rule: DetectionRule,
    target: Target,
    wanted: { readonly table: string; readonly fields: readonly string[] },
  ): EventsFound | null;
}

/**
 * The compiler. `mappings` come from `loadMappings`; `schemas` are the tables of `content/schemas`.
 * `TRANSLATION_CODES` documents the diagnostics it reports.
 */
export function createTranslator(options: {
  readonly mappings: Mappings;
  readonly schemas: Schemas;
  readonly settings?: TranslatorSettings;
}): Translator {
  const { mappings, schemas, settings = {} } = options;
  const { placeholders = {} } = settings;
  const hasValues = Object.keys(placeholders).length > 0;
  const byLogSource = new Map<string, Mapping>();
  for (const mapping of mappings.all)
    byLogSource.set(keyOf(mapping.target, mapping.logsource), mapping);
  const nameOfTable = (variant: MappedVariant): string =>
    settings.asimNames === 'workspace' && variant.workspaceTable
      ? variant.workspaceTable
      : variant.table;

  function detection(
    rule: DetectionRule,
    target: Target,
    lists: ValueListNames,
  ): DetectionVariant[] | Diagnostic {
    const mapping = byLogSource.get(keyOf(target, rule.logsource));
    if (!mapping) return noMapping(rule.logsource, target, mappings.all);
    if (mapping.none !== null) {
      return { severity: 'error', code: 'translate/no-table', message: mapping.none };
    }
    const sources = sourcesOf(schemas, target);
    return translateDetection(rule, mapping, {
      of: nameOfTable,
      isTable: (name) => sources.has(name),
      categories: mappings.sources.get('sigma-channels'),
      lists,
    });
  }

  function translateFor(
    rule: Rule,
    target: Target,
    related: ReadonlyMap<string, Rule>,
  ): Translation {
    const filters = filtersOf(related);
    const lists = new ValueListNames();
    const prepare = (one: DetectionRule): DetectionRule => {
      const filtered = filters.length === 0 ? one : applyFilters(one, filters);
      return hasValues ? expandPlaceholders(filtered, placeholders) : filtered;
    };
    if (rule.kind === 'filter') {
      return unsupportedTranslation(target, [
        {
          severity: 'info',
          code: 'translate/filter',
          message:
            'A filter has no query of its own; it becomes part of the queries of the rules it names',
        },
      ]);
    }
    if (rule.kind === 'correlation') {
      const variant = translateCorrelation(rule, {
        related,
        detection: (other) => {
          const found = detection(prepare(other), target, lists);
          return Array.isArray(found) ? (found[0] ?? noTable(other)) : found;
        },
      });
      const { timespan } = rule.correlation;
      const limited = withLookback(withLimits(variant, target), target, timespan);
      return { target, ...limited, alternatives: [] };
    }
    const variants = detection(prepare(rule), target, lists);
    if (!Array.isArray(variants)) return unsupportedTranslation(target, [variants]);
    const [primary, ...others] = variants;
    if (!primary) return unsupportedTranslation(target, [noTable(rule)]);
    if (primary.kql === null) {
      return { target, ...plain(primary), diagnostics: refusalOf(variants), alternatives: [] };
    }
    return {
      target,
      ...withLimits(plain(primary), target),
      alternatives: others
        .filter((variant) => variant.kql !== null)
        .map((variant) => withLimits(plain(variant), target)),
    };
  }

  return {
    version: createHash('sha256')
      .update(`${CODE_VERSION}\0${mappings.version}\0${JSON.stringify(settings)}`)
      .digest('hex')
      .slice(0, 16),
    translate(rule, target, related = NONE) {
      const translation = translateFor(rule, target, related);
      if (translation.outcome !== 'unsupported' || rule.kind === 'filter') return translation;
      const other = INSTEAD[target]
        .map((one) => translateFor(rule, one, related))
        .find(({ kql }) => kql !== null);
      if (!other) return translation;
      const diagnostics = [...translation.diagnostics, queryElsewhere(target, other)];
      return { ...translation, diagnostics };
    },
    columnOf(logsource, target, table, field) {
      const variants = byLogSource.get(keyOf(target, logsource))?.variants ?? [];
      const variant = variants.find((one) => nameOfTable(one) === table);
      return variant ? textColumn(variant, field) : null;
    },
    eventsOf(rule, target, { table, fields }) {
      const variants = detection(rule, target, new ValueListNames());
      if (!Array.isArray(variants)) return null;
      const found = variants.flatMap((one) => {
        const { query, context, mapped, diagnostics } = one;
        const isNarrower = diagnostics.some(({ effect }) => effect === 'narrower');
        return query && context && one.table
          ? { query, context, mapped, table: one.table, isNarrower }
          : [];
      });
      const best = found.find((one) => one.table === table) ?? found[0];
      if (!best) return null;
      return {
        table: best.table,
        own: best.mapped.columns,
        isNarrower: best.isNarrower,
        ...withFields(best.query, fields, best.context),
      };
    },
  };
}

/** Reads a field out of a longer text, which itself is different in every row. */
const TAKEN_OUT = /\b(?:extract|extract_all|parse_\w+|split)\(|\w\.\w|\[/;

/** Of an expression over several columns, the first text, and the expression. */
function textColumn({ columns, field }: MappedVariant, name: string): FieldColumn | null {
  const found = field(name);
  if (found?.kind !== 'value' && found?.kind !== 'registry-data') return null;
  const bare = found.text.replace(/@?"[^"]*"|@?'[^']*'/g, '');
  if (TAKEN_OUT.test(bare)) {
    const own = name.replace(/\W+/g, '_');
    const from = (bare.match(/\w+/g) ?? []).filter((word) => Object.hasOwn(columns, word));
    const made = { text: found.text, from: [...new Set(from)] };
    return { name: own, parts: [own], over: null, made };
  }
  const words = (bare.match(/\w+/g) ?? []).filter(
    (word) => Object.hasOwn(columns, word) && columns[word] === 'string',
  );
  const all = [...new Set(words)];
  const [first] = all;
  if (!first) {
    const isNumber = columns[bare] === 'long' || columns[bare] === 'int';
    return isNumber ? { name: bare, parts: [], over: null, made: null } : null;
  }
  const isJoined = found.text.startsWith('strcat(');
  return {
    name: first,
    parts: isJoined ? all : [first],
    over: all.length > 1 ? { text: found.text, columns: all } : null,
    made: null,
  };
}

const NONE: ReadonlyMap<string, Rule> = new Map();

/** Each filter once, even if found by both id and name. */
function filtersOf(related: ReadonlyMap<string, Rule>): readonly FilterRule[] {
  const filters = new Set<FilterRule>();
  for (const other of related.values()) if (other.kind === 'filter') filters.add(other);
  return [...filters];
}

function noTable(rule: DetectionRule): Diagnostic {
  return {
    severity: 'error',
    code: 'translate/no-table',
    message: `No table holds events of the log source ${nameOfLogSource(rule.logsource)}`,
  };
}

function keyOf(target: Target, logsource: LogSourceName): string {
  return `${target}\0${keyOfLogSource(logsource)}`;
}

function plain(variant: DetectionVariant): Variant {
  const { outcome, kql, table, label, tables, diagnostics, trace, cost } = variant;
  return { outcome, kql, table, label, tables, diagnostics, trace, cost };
}
