import type { Checker } from '@/lib/kql';
import type { MappingDiagnostic } from './load';
import type { Computed, Field, MappedVariant, Mappings } from './mapping';

/** What a default or a prefix entry is tried with. */
const EXAMPLE = 'Example';

/**
 * Lets Microsoft's binder read every filter and expression of the mappings: each variant as one query,
 * one expression a line, so that a problem's place names the entry. Also compares each expression's
 * type with the declared one, and that a workspace's parser exists. Reports `translate/bad-mapping`.
 */
export function checkMappings(mappings: Mappings, checker: Checker): MappingDiagnostic[] {
  const diagnostics: MappingDiagnostic[] = [];
  const seen = new Set<string>();
  for (const { target, path, variants } of mappings.all) {
    for (const variant of variants) {
      const { text, lines } = queryOf(variant);
      if (seen.has(`${target}\0${text}`)) continue;
      seen.add(`${target}\0${text}`);
      const report = (place: string, message: string): void => {
        diagnostics.push({
          severity: 'error',
          code: 'translate/bad-mapping',
          path,
          message: `${path} ${variant.label}, ${place}: ${message}`,
        });
      };
      const found = checker.check(text, target);
      for (const { severity, message, span } of found) {
        if (severity === 'info') continue;
        const line = text.slice(0, span?.start ?? 0).split('\n').length - 1;
        report(lines[line]?.place ?? 'where', message);
      }
      if (found.some(({ severity }) => severity === 'error')) continue;
      const columns = new Map(
        checker.describe(text, target).columns.map(({ name, type }) => [name, type]),
      );
      for (const line of lines) {
        const actual = columns.get(line.name);
        if (line.type !== null && actual !== line.type) {
          report(line.place, `is of type ${actual}, not ${line.type}`);
        }
      }
      if (variant.workspaceTable) {
        for (const { message } of checker.check(variant.workspaceTable, target)) {
          report('workspaceTable', message);
        }
      }
    }
  }
  return diagnostics;
}

interface Line {
  readonly place: string;
  readonly name: string;
  readonly type: string | null;
}

function queryOf(variant: MappedVariant): { text: string; lines: Line[] } {
  const lines: Line[] = [{ place: 'table', name: '', type: null }];
  const texts = [variant.table];
  for (const where of variant.where) {
    texts.push(`| where ${where}`);
    lines.push({ place: 'where', name: '', type: null });
  }
  const expressions: { place: string; text: string; type: string | null }[] = [];
  for (const [name, field] of variant.named) {
    for (const one of expressionsOf(field)) expressions.push({ place: `field ${name}`, ...one });
  }
  const byDefault = variant.named.has(EXAMPLE) ? null : variant.field(EXAMPLE);
  if (byDefault) {
    for (const one of expressionsOf(byDefault)) expressions.push({ place: 'default', ...one });
  }
  if (variant.keywords) {
    const { text, rewrites } = variant.keywords;
    const rewritten = rewrites.reduce((value, rewrite) => rewrite.apply(value), text);
    expressions.push({ place: 'keywords', text: rewritten, type: 'string' });
  }
  expressions.forEach(({ place, text, type }, at) => {
    const name = `checked_${at}`;
    texts.push(`| extend ${name} = ${text.replaceAll('\n', ' ')}`);
    lines.push({ place, name, type });
  });
  return { text: texts.join('\n'), lines };
}

function expressionsOf(field: Field): { text: string; type: string | null }[] {
  switch (field.kind) {
    case 'value':
    case 'values':
    case 'registry-data':
      return computed(field);
    case 'when':
      return [...field.predicates.values()].map((text) => ({ text, type: 'bool' }));
    case 'hashes':
      return [...field.columns.values(), ...(field.whole ? [field.whole] : [])].flatMap(computed);
    case 'constant':
    case 'none':
      return [];
  }
}

function computed({ text, type, rewrites, isColumn }: Computed): {
  text: string;
  type: string | null;
}[] {
  const plain = isColumn && rewrites.length === 0 ? [] : [{ text, type }];
  // Each alone and all together: a rule may ask for any of them.
  const alone = rewrites.map((rewrite) => ({ text: rewrite.apply(text), type }));
  if (rewrites.length < 2) return [...plain, ...alone];
  const all = rewrites.reduce((value, rewrite) => rewrite.apply(value), text);
  return [...plain, ...alone, { text: all, type }];
}
