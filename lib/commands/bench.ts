import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseEvents, type TableRow, tableSchemas, toRows, toSigmaEvents } from '@/lib/events';
import { EXIT, SyncFailure } from '@/lib/ingest/failure';
import { decodeUtf8 } from '@/lib/ingest/read-text';
import { fetchSource, parseSource } from '@/lib/ingest/source';
import { readMappingTexts, readSchemas } from '@/lib/knowledge';
import { compileQuery, createCheckPool, type Schemas } from '@/lib/kql';
import {
  createMatcher,
  type DetectionRule,
  parseRules,
  type Rule,
  relatedRules,
} from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import { createTranslator, loadMappings, type Translator } from '@/lib/translate';
import { UsageError } from './arguments';
import { serveBench } from './bench/serve/command';

const HELP = `npm run bench -- [--source S] [--json]
npm run bench -- --serve [--rules 3780|100000|both] [--source PATH] [--only NAME]…
                 [--seconds N] [--write] [--json]

Measures how long each part of a sync takes, in one process. With --serve, measures what a reader
waits for: builds, syncs into a temporary folder, serves on 127.0.0.1, and prints each figure beside
its target. Progress goes to stderr.

  --source S     a directory, a .tar.gz file, or starter (default: starter)
  --json         print one JSON object to stdout
  --help         print this help

With --serve:
  --rules N      3780: the rules of the source; 100000: as many, made of them; both (default: both)
  --source PATH  a directory, a .tar.gz file, or a catalog (.db), which is copied and not synced
                 (default: the reference archive beside the checkout, or else the starter rules)
  --only NAME    sync, memory, pages, sizes or browser; repeat it for several (default: all)
  --seconds N    how long each kind of page is asked for again and again (default: 5)
  --write        also write BENCHMARKS.md
`;

const STARTER = fileURLToPath(new URL('../../content/starter', import.meta.url));
/** Each part is repeated until this much time has passed. The fastest run counts. */
const MEASURE_MS = 2_000;
const MAX_QUERIES_CHECKED = 1_500;

interface Figure {
  readonly part: string;
  readonly amount: number;
  readonly unit: string;
  readonly milliseconds: number;
  readonly perSecond: number;
}

function measure<T>(part: string, amount: (result: T) => number, unit: string, run: () => T) {
  let best = Number.POSITIVE_INFINITY;
  let result = run();
  for (let spent = 0; spent < MEASURE_MS; ) {
    const started = performance.now();
    result = run();
    const took = performance.now() - started;
    spent += took;
    best = Math.min(best, took);
  }
  return { figure: figureOf(part, amount(result), unit, best), result };
}

function figureOf(part: string, amount: number, unit: string, milliseconds: number): Figure {
  return { part, amount, unit, milliseconds, perSecond: (amount * 1000) / milliseconds };
}

interface Query {
  readonly kql: string;
  readonly target: Target;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      source: { type: 'string' },
      serve: { type: 'boolean', default: false },
      rules: { type: 'string' },
      only: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (values.serve) {
    await serveBench(values);
    return;
  }
  const figures = await measureAll(values.source ?? 'starter');
  const peakMemoryMB = process.resourceUsage().maxRSS / 1024;
  if (values.json) process.stdout.write(`${JSON.stringify({ figures, peakMemoryMB })}\n`);
  else printTable(figures, peakMemoryMB);
}

function printTable(figures: readonly Figure[], peakMemoryMB: number): void {
  const count = (value: number, width: number) =>
    Math.round(value).toLocaleString('en').padStart(width);
  for (const { part, amount, unit, milliseconds, perSecond } of figures) {
    const time = milliseconds.toFixed(0).padStart(8);
    process.stdout.write(
      `${part.padEnd(34)} ${count(amount, 11)} ${unit.padEnd(16)} ${time} ms ${count(perSecond, 12)} /s\n`,
    );
  }
  process.stdout.write(`peak memory ${peakMemoryMB.toFixed(0)} MB\n`);
}

/** Times each part in turn; each uses the output of the part before it. */
async function measureAll(source: string): Promise<Figure[]> {
  const { texts, events } = await readInputs(source);
  const schemas = readSchemas();
  const loading = loadFigure(schemas);
  const parsing = measure(
    'parse rules',
    (rules: readonly Rule[]) => rules.length,
    'rules',
    () => texts.flatMap((text) => parseRules(text).flatMap(({ rule }) => rule ?? [])),
  );
  const rules = parsing.result;
  const translating = translateFigure(
    rules,
    createTranslator({ mappings: loading.mappings, schemas }),
  );
  const queries = translating.result;
  return [
    loading.figure,
    parsing.figure,
    translating.figure,
    await checkFigure(queries, schemas),
    matchFigure(rules, events),
    runFigure(queries, events, schemas),
  ];
}

function loadFigure(schemas: Schemas) {
  const texts = readMappingTexts();
  const started = performance.now();
  const { mappings } = loadMappings(texts, schemas);
  const took = performance.now() - started;
  return { figure: figureOf('load mappings', texts.length, 'files', took), mappings };
}

function translateFigure(rules: readonly Rule[], translator: Translator) {
  const relate = relatedRules(rules);
  return measure(
    `translate for ${TARGETS.length} targets`,
    () => rules.length,
    'rules',
    () =>
      rules.flatMap((rule) =>
        TARGETS.flatMap((target): Query[] => {
          const { kql } = translator.translate(rule, target, relate(rule));
          return kql === null ? [] : [{ kql, target }];
        }),
      ),
  );
}

async function readInputs(name: string) {
  const fetched = await fetchSource(
    parseSource(name, process.cwd()),
    { github: { apiUrl: '', token: null }, starter: STARTER },
    null,
  );
  if (fetched.kind === 'unchanged') return { texts: [], events: [] };
  const text = (files: readonly { bytes: Uint8Array }[]) =>
    files.flatMap(({ bytes }) => decodeUtf8(bytes) ?? []);
  const events = text(fetched.files.samples).flatMap((sample) => parseEvents(sample).events);
  return { texts: text(fetched.files.rules), events };
}

/** Checks an even sample of the queries once with Microsoft's parser and binder, in worker threads. */
async function checkFigure(queries: readonly Query[], schemas: Schemas): Promise<Figure> {
  const step = Math.max(1, Math.ceil(queries.length / MAX_QUERIES_CHECKED));
  const spread = queries.filter((_, at) => at % step === 0);
  const pool = createCheckPool(schemas);
  try {
    const [first] = spread;
    if (first) await pool.check([{ key: 'warm', ...first }]);
    const started = performance.now();
    await pool.check(spread.map((query, at) => ({ key: String(at), ...query })));
    return figureOf(
      'check with Microsoft’s parser',

      spread.length,
      'queries',
      performance.now() - started,
    );
  } finally {
    await pool.close();
  }
}

/** Matches every event against the rules of its log source. */
function matchFigure(rules: readonly Rule[], events: readonly unknown[]): Figure {
  const detections = rules.filter((rule): rule is DetectionRule => rule.kind === 'detection');
  const matcher = createMatcher(detections);
  const sigmaEvents = events.flatMap((event) => toSigmaEvents(event));
  return measure(
    'match rules × events',
    () => detections.length * sigmaEvents.length,
    'pairs',
    () => {
      for (const event of sigmaEvents) matcher.match(event);
    },
  ).figure;
}

/** Runs each query on all rows of its target, whatever their table. */
function runFigure(
  queries: readonly Query[],
  events: readonly unknown[],
  schemas: Schemas,
): Figure {
  const tables = new Map(
    TARGETS.map((target) => [
      target,
      byTable(events.flatMap((event) => toRows(event, tableSchemas(schemas, target), target))),
    ]),
  );
  const step = Math.max(1, Math.ceil(queries.length / MAX_QUERIES_CHECKED));
  const compiled = queries
    .filter((_, at) => at % step === 0)
    .map(({ kql, target }) => ({ query: compileQuery(kql, { schemas, target }), target }))
    .filter(({ query }) => query.diagnostics.length === 0);
  let rows = 0;
  for (const list of tables.values()) for (const each of Object.values(list)) rows += each.length;
  return measure(
    'run queries × rows of the target',
    () => (compiled.length * rows) / TARGETS.length,
    'pairs',
    () => {
      for (const { query, target } of compiled) query.count(tables.get(target) ?? {});
    },
  ).figure;
}

function byTable(rows: readonly TableRow[]): Record<string, TableRow['row'][]> {
  const tables: Record<string, TableRow['row'][]> = {};
  for (const { table, row } of rows) {
    tables[table] ??= [];
    tables[table].push(row);
  }
  return tables;
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) {
    process.stderr.write(`error: ${error.message}\nRun with --help for usage.\n`);
    process.exitCode = EXIT.usage;
    return;
  }
  if (!(error instanceof SyncFailure)) throw error;
  process.stderr.write(`error: ${error.message}\n${error.next}\n`);
  process.exitCode = error.exitCode;
});
