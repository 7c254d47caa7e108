import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Diagnostic, formatDiagnostic } from '@/lib/diagnostic';
import { readKnowledge } from '@/lib/knowledge';
import { type CheckPool, createCheckPool } from '@/lib/kql';
import {
  checkRule,
  checkTogether,
  type ParsedDocument,
  parseRules,
  type Rule,
  relatedRules,
} from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import {
  attributionHeader,
  createTranslator,
  type Mappings,
  type Translation,
  type Translator,
  unknownFields,
  unsupportedTranslation,
  type Variant,
} from '@/lib/translate';
import { filesBelow, readTargets, UsageError } from './arguments';

const HELP = `npm run --silent translate -- PATH... [--target T] [--json]

Translates Sigma rules to KQL. PATH is a rule file or a directory, searched for .yml and .yaml; - reads
standard input. No database is needed. Queries go to standard output; what a linter says of the rules
goes to standard error, each remark with its place, code and hint.

  --target T          ${TARGETS.join(', ')}; default all
  --alternatives      also the queries for other tables that carry the same telemetry
  --placeholders F    JSON file: {"Administrators": ["adm1", "adm2"]}
  --asim-names N      builtin (_Im_FileEvent, the default) or workspace (imFileEvent)
  --no-check          leave out the check by Microsoft's parser and binder
  --no-lint           leave out the linter's remarks
  --json              one line per rule and target, the linter's remarks among its diagnostics:
                      {"path","id","title","target","outcome","kql","tables","diagnostics","trace"}
                      and, with --alternatives, "alternatives"; diagnostics have spans in the file
  --help              this text

Exit codes: 0 done; 1 a defect; 2 arguments wrong, or a path that cannot be read; 3 done, but a rule
could not be read or a query was refused.
`;

const EXIT = { ok: 0, defect: 1, usage: 2, incomplete: 3 } as const;
const MAX_FILE = 1_000_000;
/** Rules between two writes: enough to keep the checking threads busy. */
const BATCH = 100;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly document: ParsedDocument;
}

interface Options {
  readonly targets: readonly Target[];
  readonly json: boolean;
  readonly alternatives: boolean;
  readonly lint: (source: Source, rule: Rule) => readonly Diagnostic[];
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const targets = readTargets(values.target);
  if (positionals.length === 0) throw new UsageError('No PATH is given');
  const sources = positionals
    .flatMap((path) => (path === '-' ? ['-'] : filesBelow(path, /^\.ya?ml$/)))
    .flatMap(read);
  if (sources.length === 0) throw new UsageError(`No rule is in ${positionals.join(', ')}`);

  const { schemas, mappings, diagnostics } = readKnowledge();
  for (const { message, hint } of diagnostics) {
    process.stderr.write(`content/mappings/${message}${hint ? ` (${hint})` : ''}\n`);
  }
  const translator = createTranslator({
    mappings,
    schemas,
    settings: {
      asimNames: readAsimNames(values['asim-names']),
      ...(values.placeholders ? { placeholders: readPlaceholders(values.placeholders) } : {}),
    },
  });
  const together = checkTogether(
    sources.flatMap(({ path, document: { rule } }) => (rule ? [{ path, rule }] : [])),
  );
  const pool = values['no-check'] ? null : createCheckPool(schemas);
  try {
    return await translateAll(sources, translator, pool, {
      targets,
      json: values.json,
      alternatives: values.alternatives,
      lint: (source, rule) =>
        values['no-lint']
          ? []
          : [...(together.get(rule) ?? []), ...remarksOn(source, rule, mappings)],
    });
  } finally {
    await pool?.close();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        target: { type: 'string', multiple: true },
        placeholders: { type: 'string' },
        'asim-names': { type: 'string', default: 'builtin' },
        alternatives: { type: 'boolean', default: false },
        'no-check': { type: 'boolean', default: false },
        'no-lint': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readAsimNames(value: string): 'builtin' | 'workspace' {
  if (value === 'builtin' || value === 'workspace') return value;
  throw new UsageError(`--asim-names is builtin or workspace, not ${value}`);
}

function readPlaceholders(path: string): Record<string, string[]> {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : error}`);
  }
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  for (const [name, list] of entries) {
    if (!Array.isArray(list) || !list.every((value) => typeof value === 'string')) {
      throw new UsageError(`${path}: ${name} is not a list of strings`);
    }
  }
  return Object.fromEntries(entries);
}

function read(path: string): Source[] {
  const file = path === '-' ? 0 : path;
  let text: string;
  try {
    if (typeof file === 'string' && statSync(file).size > MAX_FILE) {
      throw new Error(`it is larger than ${MAX_FILE} bytes`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
  return parseRules(text).map((document) => ({ path, text, document }));
}

interface Line {
  readonly source: Source;
  readonly translation: Translation;
}

async function translateAll(
  sources: readonly Source[],
  translator: Translator,
  pool: CheckPool | null,
  options: Options,
): Promise<number> {
  const { targets, json } = options;
  const relate = relatedRules(sources.flatMap(({ document }) => document.rule ?? []));
  let incomplete = false;
  for (let at = 0; at < sources.length; at += BATCH) {
    const lines = sources.slice(at, at + BATCH).flatMap((source): Line[] => {
      const { rule } = source.document;
      if (!rule) incomplete = true;
      return targets.map((target) => ({
        source,
        translation: rule
          ? placed(translator.translate(rule, target, relate(rule)), source, options)
          : unsupportedTranslation(target, source.document.diagnostics),
      }));
    });
    const checked = pool ? await check(lines, pool) : lines;
    let before: Source | null = null;
    for (const line of checked) {
      const { source, translation } = line;
      incomplete ||= translation.diagnostics.some(({ code }) => code === 'translate/query-refused');
      if (json) await write(jsonLine(line, options));
      else {
        if (source !== before) process.stderr.write(remarksText(source, options));
        // What cannot be read is so for every target: once is enough.
        if (source.document.rule) {
          await write(textOf(line, targets.length > 1, options.alternatives));
        } else if (source !== before) await write(unreadableText(source));
      }
      before = source;
    }
  }
  return incomplete ? EXIT.incomplete : EXIT.ok;
}

/** Diagnostics with spans in the file, where the translator has them in the rule's own text. */
function placed(
  { alternatives, ...primary }: Translation,
  { document }: Source,
  options: Options,
): Translation {
  const shift = <Any extends Variant>(variant: Any): Any => ({
    ...variant,
    diagnostics: variant.diagnostics.map((one) => within(one, document.span.start)),
  });
  return {
    ...shift(primary),
    alternatives: options.alternatives ? alternatives.map(shift) : alternatives,
  };
}

function within(diagnostic: Diagnostic, by: number): Diagnostic {
  const { span } = diagnostic;
  return span
    ? { ...diagnostic, span: { start: span.start + by, end: span.end + by } }
    : diagnostic;
}

/** The last word is Microsoft's: a query that its binder refuses is taken back. */
async function check(lines: readonly Line[], pool: CheckPool): Promise<Line[]> {
  const requests = lines.flatMap(({ translation: { target, alternatives, kql } }) =>
    [kql, ...alternatives.map((variant) => variant.kql)].flatMap((query) =>
      query === null ? [] : [{ key: `${target}\0${query}`, kql: query, target }],
    ),
  );
  const found = await pool.check(requests);
  const judge = <Any extends Variant>(variant: Any, target: Target): Any => {
    const { kql } = variant;
    const problems = kql === null ? [] : (found.get(`${target}\0${kql}`) ?? []);
    if (problems.length === 0) return variant;
    const refused = problems.some(({ severity }) => severity === 'error');
    const told = problems.map(
      ({ severity, code, message }): Diagnostic => ({
        severity,
        code: severity === 'error' ? 'translate/query-refused' : code,
        message: `Microsoft’s parser on the query: ${message}`,
      }),
    );
    const diagnostics = [...variant.diagnostics, ...told];
    return refused
      ? { ...variant, outcome: 'unsupported', kql: null, tables: [], trace: [], diagnostics }
      : { ...variant, diagnostics };
  };
  return lines.map(({ source, translation }) => ({
    source,
    translation: {
      ...judge(translation, translation.target),
      alternatives: translation.alternatives
        .map((variant) => judge(variant, translation.target))
        .filter(({ kql }) => kql !== null),
    },
  }));
}

function jsonLine({ source, translation }: Line, { lint, alternatives }: Options): string {
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

const remarks = new WeakMap<Rule, readonly Diagnostic[]>();

/** What a linter says of a rule, with spans in the file. */
function remarksOn(
  { text, document }: Source,
  rule: Rule,
  mappings: Mappings,
): readonly Diagnostic[] {
  let known = remarks.get(rule);
  if (!known) {
    const fields = unknownFields(rule, mappings).map((one) => within(one, document.span.start));
    known = [...checkRule(rule, text), ...fields];
    remarks.set(rule, known);
  }
  return known;
}

/** For people, in the order of the file. A rule that cannot be read says why where its query would be. */
function remarksText(source: Source, { lint }: Options): string {
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

function textOf({ source, translation }: Line, namesTarget: boolean, whole: boolean): string {
  const { rule } = source.document;
  const { target, alternatives } = translation;
  const head = namesTarget ? `// ${target}: ` : '// ';
  const others = alternatives.map(({ label, table, outcome }) => `${label} (${table}, ${outcome})`);
  const also =
    whole || others.length === 0 ? '' : `// Also in: ${others.join('; ')}. See --alternatives.\n`;
  const parts = [
    rule ? attributionHeader(rule) : '',
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

function unreadableText({ text, path, document }: Source): string {
  const { metadata, diagnostics } = document;
  const reasons = diagnostics.flatMap((one) => formatDiagnostic(one, text, path).split('\n'));
  // A title can break a line of its own.
  const title = metadata?.title.replace(/\s+/g, ' ') || 'A rule without a title';
  return [title, 'unsupported: the rule cannot be read', ...reasons]
    .map((line) => `// ${line}\n`)
    .concat('\n')
    .join('');
}

/** A query under the notes on it; without a query the notes say where in the rule the reason stands. */
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

/** Waits where the reader is slower: a whole archive must not pile up in memory. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

// A reader that has seen enough (`| head`) is no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.defect);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\nSee --help.\n`);
      process.exitCode = EXIT.usage;
      return;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exitCode = EXIT.defect;
  },
);
