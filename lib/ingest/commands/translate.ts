import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Diagnostic, formatDiagnostic } from '@/lib/diagnostic';
import { type CheckPool, createCheckPool } from '@/lib/kql';
import { checkRule, type ParsedDocument, parseRules, type Rule } from '@/lib/sigma';
import {
  attributionHeader,
  createTranslator,
  loadMappings,
  type Mappings,
  TARGETS,
  type Target,
  type Translation,
  type Translator,
  unknownFields,
  unsupportedTranslation,
} from '@/lib/translate';
import { readMappingTexts, readSchemas } from '../content';
import { createRelations } from '../steps/related';
import { filesBelow, readTargets, UsageError } from './arguments';

const HELP = `npm run --silent translate -- PATH... [--target T] [--json]

Translates Sigma rules to KQL. PATH is a rule file or a directory, searched for .yml and .yaml; - reads
standard input. No database is needed.

  --target T          ${TARGETS.join(', ')}; default all
  --placeholders F    JSON file: {"Administrators": ["adm1", "adm2"]}
  --asim-names N      builtin (_Im_FileEvent, the default) or workspace (imFileEvent)
  --no-check          leave out the check by Microsoft's parser and binder
  --json              one line per rule and target:
                      {"path","id","title","target","outcome","kql","tables","diagnostics","trace"}
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
  readonly mappings: Mappings;
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

  const schemas = readSchemas();
  const { mappings, diagnostics } = loadMappings(readMappingTexts(), schemas);
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
  const pool = values['no-check'] ? null : createCheckPool(schemas);
  try {
    return await translateAll(sources, translator, pool, { targets, json: values.json, mappings });
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
        'no-check': { type: 'boolean', default: false },
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
  { targets, json, mappings }: Options,
): Promise<number> {
  const relate = createRelations(sources.flatMap(({ document }) => document.rule ?? []));
  let incomplete = false;
  for (let at = 0; at < sources.length; at += BATCH) {
    const lines = sources.slice(at, at + BATCH).flatMap((source): Line[] => {
      const { rule } = source.document;
      if (!rule) incomplete = true;
      return targets.map((target) => ({
        source,
        translation: rule
          ? translator.translate(rule, target, relate(rule))
          : unsupportedTranslation(target, source.document.diagnostics),
      }));
    });
    const checked = pool ? await check(lines, pool) : lines;
    for (const line of checked) {
      incomplete ||= line.translation.diagnostics.some(
        ({ code }) => code === 'translate/query-refused',
      );
      await write(json ? jsonLine(line, mappings) : textOf(line, targets.length > 1));
    }
  }
  return incomplete ? EXIT.incomplete : EXIT.ok;
}

/** The last word is Microsoft's: a query that its binder refuses is taken back. */
async function check(lines: readonly Line[], pool: CheckPool): Promise<Line[]> {
  const requests = lines.flatMap(({ translation: { kql, target } }) =>
    kql === null ? [] : [{ key: `${target}\0${kql}`, kql, target }],
  );
  const found = await pool.check(requests);
  return lines.map((line) => {
    const { translation } = line;
    const { kql, target } = translation;
    const problems = kql === null ? [] : (found.get(`${target}\0${kql}`) ?? []);
    if (problems.length === 0) return line;
    const refused = problems.some(({ severity }) => severity === 'error');
    const told = problems.map(
      ({ severity, code, message }): Diagnostic => ({
        severity,
        code: severity === 'error' ? 'translate/query-refused' : code,
        message: `Microsoft’s parser on the query: ${message}`,
      }),
    );
    const diagnostics = [...translation.diagnostics, ...told];
    return {
      ...line,
      translation: refused
        ? { ...translation, outcome: 'unsupported', kql: null, tables: [], trace: [], diagnostics }
        : { ...translation, diagnostics },
    };
  });
}

function jsonLine({ source, translation }: Line, mappings: Mappings): string {
  const { rule, id, diagnostics } = source.document;
  const { target, outcome, kql, tables, trace } = translation;
  const all = rule
    ? [...diagnostics, ...lint(rule, source.text, mappings), ...translation.diagnostics]
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
  };
  return `${JSON.stringify(line)}\n`;
}

const linted = new WeakMap<Rule, Diagnostic[]>();

function lint(rule: Rule, text: string, mappings: Mappings): Diagnostic[] {
  let known = linted.get(rule);
  if (!known) {
    known = [...checkRule(rule, text), ...unknownFields(rule, mappings)];
    linted.set(rule, known);
  }
  return known;
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span }) => {
    const key = `${code}\0${message}\0${span?.start}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function textOf({ source, translation }: Line, namesTarget: boolean): string {
  const { rule } = source.document;
  const { target, outcome, kql, diagnostics } = translation;
  const notes = diagnostics
    .map((diagnostic) =>
      kql === null
        ? formatDiagnostic(diagnostic, source.text, source.path)
        : `${diagnostic.severity} ${diagnostic.message}`,
    )
    .flatMap((note) => note.split('\n'))
    .map((note) => `// ${note}\n`)
    .join('');
  const head = namesTarget ? `// ${target}: ${outcome}\n` : `// ${outcome}\n`;
  return `${rule ? attributionHeader(rule) : ''}${head}${notes}${kql === null ? '' : `${kql}\n`}\n`;
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
