import { type Diagnostic, formatDiagnostic } from '@/lib/diagnostic';
import { attributionHeader, type Variant } from '@/lib/translate';
import type { Line } from './check-queries';
import type { Lint } from './lint';
import type { Source } from './source';

/** A line of `--json`, with alternatives if requested. */
export function jsonLine(
  { source, translation }: Line,
  { lint, alternatives }: { lint: Lint; alternatives: boolean },
): string {
  const { rule, id, diagnostics } = source.document;
  const { target, outcome, kql, tables, trace } = translation;
  const all = rule
    ? [...diagnostics, ...lint(source, rule), ...translation.diagnostics]
    : translation.diagnostics;
  const line = {
    path: source.path,
    id: rule?.id ?? id,
    title: rule?.title ?? null,
    target,
    outcome,
    kql,
    tables,
    diagnostics: distinct(all),
    trace,
    ...(alternatives && { alternatives: translation.alternatives }),
  };
  return `${JSON.stringify(line)}\n`;
}

/** Lint findings as text, in file order. Empty for an unreadable rule: its reasons replace its query. */
export function remarksText(source: Source, lint: Lint): string {
  const { rule, diagnostics } = source.document;
  if (!rule) return '';
  return distinct([...diagnostics, ...lint(source, rule)])
    .sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
    .map((one) => `${formatDiagnostic(one, source.text, source.path)}\n`)
    .join('');
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span }) => {
    const key = `${code}\0${message}\0${span?.start}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** A rule’s query on a target as text to read. With `whole`, includes the queries of its alternatives. */
export function textOf(
  { source, translation }: Line,
  namesTarget: boolean,
  whole: boolean,
): string {
  const { rule } = source.document;
  const { target, alternatives } = translation;
  const head = namesTarget ? `// ${target}: ` : '// ';
  const others = alternatives.map(({ label, table, outcome }) => `${label} (${table}, ${outcome})`);
  const also =
    whole || others.length === 0 ? '' : `// Also in: ${others.join('; ')}. See --alternatives.\n`;
  const parts = [
    rule ? attributionHeader(rule, rule.license) : '',
    `${head}${translation.outcome}\n`,
    also,
    queryText(translation, source),
    '\n',
  ];
  if (!whole) return parts.join('');
  for (const variant of alternatives) {
    parts.push(
      `${head}alternative, ${variant.label}: ${variant.outcome}\n`,
      queryText(variant, source),
      '\n',
    );
  }
  return parts.join('');
}

/** A rule that cannot be read, with the reasons. */
export function unreadableText({ text, path, document }: Source): string {
  const { metadata, diagnostics } = document;
  const reasons = diagnostics.flatMap((one) => formatDiagnostic(one, text, path).split('\n'));
  // A title can contain line breaks.
  const title = metadata?.title.replace(/\s+/g, ' ') || 'Untitled rule';
  return [title, 'unsupported: the rule cannot be read', ...reasons]
    .map((line) => `// ${line}\n`)
    .concat('\n')
    .join('');
}

/** The notes on a query, then the query. Without a query, each note shows its position in the rule. */
function queryText({ kql, diagnostics }: Variant, { text, path }: Source): string {
  const notes = diagnostics
    .map((diagnostic) => {
      if (kql === null) return formatDiagnostic(diagnostic, text, path);
      const { severity, message, hint } = diagnostic;
      return `${severity} ${message}${hint ? `\n  hint: ${hint}` : ''}`;
    })
    .flatMap((note) => note.split('\n'))
    .map((note) => `// ${note}\n`)
    .join('');
  return `${notes}${kql === null ? '' : `${kql}\n`}`;
}
