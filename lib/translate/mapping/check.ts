import type { Checker } from '@/lib/kql';
import type { Target } from '@/lib/target';
import type { YamlProblem } from '@/lib/yaml-file';
import type { Computed, Field, MappedVariant, Mappings } from './mapping';

/** The field name to try a default or prefix entry with. */
const EXAMPLE = 'Example';
/** The lines to check in one query. */
const BATCH = 40;

interface Line {
  readonly path: string;
  readonly place: string;
  readonly text: string;
  /** Null for a filter. */
  readonly type: string | null;
}

/**
 * Checks every distinct filter and expression of the mappings once with Microsoft's binder, one per
 * line, so that a problem's position identifies the entry. Also compares each expression's type with
 * the declared one, and checks that a workspace's parser exists.
 */
export function checkMappings(mappings: Mappings, checker: Checker): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const report = ({ path, place }: Line, message: string): void => {
    problems.push({ path, message: `${path} ${place}: ${message}` });
  };
  for (const { target, table, lines } of collect(mappings)) {
    const filters = lines.filter(({ type }) => type === null);
    const expressions = lines.filter(({ type }) => type !== null);
    for (const [some, isFilter] of [...batches(filters, true), ...batches(expressions, false)]) {
      const text = isFilter
        ? [table, ...some.map((line) => `| where ${line.text}`)].join('\n')
        : [`${table} | project`, ...some.map(({ text: kql }, at) => `c${at} = ${kql},`)]
            .join('\n')
            .replace(/,$/, '');
      const found = checker.check(text, target).filter(({ severity }) => severity !== 'info');
      for (const { message, span } of found) {
        const line = some[text.slice(0, span?.start ?? 0).split('\n').length - 2] ?? some[0];
        if (line) report(line, message);
      }
      if (isFilter || found.length > 0) continue;
      checker.describe(text, target).columns.forEach(({ type }, at) => {
        const line = some[at];
        if (line && line.type !== type) report(line, `is of type ${type}, not ${line.type}`);
      });
    }
  }
  return problems;
}

function batches(lines: readonly Line[], isFilter: boolean): [Line[], boolean][] {
  const made: [Line[], boolean][] = [];
  for (let at = 0; at < lines.length; at += BATCH) {
    made.push([lines.slice(at, at + BATCH), isFilter]);
  }
  return made;
}

/** Every distinct line by target and table. */
function collect(mappings: Mappings): { target: Target; table: string; lines: Line[] }[] {
  const groups = new Map<string, { target: Target; table: string; lines: Map<string, Line> }>();
  const groupOf = (target: Target, table: string) => {
    const key = `${target}\0${table}`;
    const group = groups.get(key) ?? { target, table, lines: new Map<string, Line>() };
    groups.set(key, group);
    return group.lines;
  };
  for (const { target, path, variants } of mappings.all) {
    for (const variant of variants) {
      const lines = groupOf(target, called(variant.table, variant));
      for (const line of linesOf(variant, path)) {
        const key = `${line.type}\0${line.text}`;
        if (!lines.has(key)) lines.set(key, line);
      }
      if (variant.workspaceTable) {
        const place = `${variant.label}, workspaceTable`;
        const parser = groupOf(target, called(variant.workspaceTable, variant));
        parser.set('', { path, place, text: 'true', type: null });
      }
    }
  }
  return [...groups.values()].map(({ target, table, lines }) => ({
    target,
    table,
    lines: [...lines.values()],
  }));
}

/** The table as a query names it, with the arguments of a parser. */
function called(table: string, { arguments: args }: MappedVariant): string {
  return args.length === 0 ? table : `${table}(${args.join(', ')})`;
}

function linesOf(variant: MappedVariant, path: string): Line[] {
  const { label } = variant;
  const lines = variant.where.map(
    (text): Line => ({ path, place: `${label}, where`, text: oneLine(text), type: null }),
  );
  const add = (place: string, expressions: readonly Typed[]): void => {
    for (const { text, type } of expressions) {
      lines.push({ path, place: `${label}, ${place}`, text: oneLine(text), type });
    }
  };
  for (const [name, field] of variant.named) add(`field ${name}`, expressionsOf(field));
  const byDefault = variant.named.has(EXAMPLE) ? null : variant.field(EXAMPLE);
  if (byDefault) add('default', expressionsOf(byDefault));
  if (variant.keywords) {
    const { text, rewrites } = variant.keywords;
    const all = rewrites.reduce((value, rewrite) => rewrite.apply(value), text);
    add('keywords', [{ text: all, type: 'string' }]);
  }
  return lines;
}

interface Typed {
  readonly text: string;
  readonly type: string;
}

function expressionsOf(field: Field): Typed[] {
  switch (field.kind) {
    case 'value':
      return [
        ...computed(field),
        ...[...(field.when?.values() ?? [])].map((text) => ({ text, type: 'bool' })),
        ...(field.starting ? computed(field.starting.column) : []),
        ...(field.program ? computed(field.program.column) : []),
      ];
    case 'values':
      return computed(field);
    case 'registry-data':
      return [
        ...computed(field),
        ...[...field.types.values()].map((text) => ({ text, type: 'bool' })),
      ];
    case 'when':
      return [...field.predicates.values()].map((text) => ({ text, type: 'bool' }));
    case 'hashes':
      return [...field.columns.values(), ...(field.whole ? [field.whole] : [])].flatMap(computed);
    case 'constant':
    case 'none':
      return [];
  }
}

/** The expression alone and with every rewrite. Each rewrite maps text to text, so any subset binds. */
function computed({ text, type, rewrites, isColumn }: Computed): Typed[] {
  const plain = isColumn ? [] : [{ text, type }];
  if (rewrites.length === 0) return plain;
  return [...plain, { text: rewrites.reduce((value, one) => one.apply(value), text), type }];
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
