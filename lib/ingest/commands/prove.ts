import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseEvents } from '@/lib/events';
import { constructEvents, createContext, filtered, type Tally, tally } from '@/lib/proof';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { createTranslator, loadMappings, TARGETS } from '@/lib/translate';
import { readMappingTexts, readSchemas } from '../content';
import { createRelations } from '../steps/related';
import { filesBelow, readTargets, UsageError } from './arguments';

const HELP = `npm run --silent prove -- PATH... --events DIR [--json]

Runs the translations of Sigma rules on sample events, beside the rules themselves. PATH is a rule
file or a directory, searched for .yml and .yaml. No database is needed.

  --events DIR     a file or directory of events: .json (one, a list, or one after the other) and
                   .jsonl. EVTX as JSON, or {"logsource": {...}, "event": {...}}
  --constructed    also events that are derived from each rule: a check of the translation, no proof
  --target T       ${TARGETS.join(', ')}; default all
  --json           one line per rule and query: {"path","id","title","target","table","label",
                   "outcome","tried","sigma","kql","both","differ","failure"}
  --help           this text

Per rule and query: how many events of the rule's log source have a row in the query's table, how
many of them the rule matches, how many the query, and how many both. "differ" names the events on
which they do not agree, as FILE#place.

Exit codes: 0 no exact query disagrees with its rule; 1 one does, or cannot be run; 2 arguments
wrong, or a path that cannot be read; 3 a defect.
`;

const EXIT = { ok: 0, disagreement: 1, usage: 2, defect: 3 } as const;
const MAX_FILE = 64_000_000;

interface NamedEvent {
  readonly name: string;
  readonly raw: unknown;
}

function main(): number {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const targets = readTargets(values.target);
  if (positionals.length === 0) throw new UsageError('No PATH is given');
  if (values.events === undefined && !values.constructed) {
    throw new UsageError('No events are given: --events DIR, or --constructed');
  }
  const files = positionals.flatMap((path) => filesBelow(path, /^\.ya?ml$/));
  const documents = files.flatMap((path) =>
    parseRules(readText(path)).map((document) => ({ path, document })),
  );
  if (documents.length === 0) throw new UsageError(`No rule is in ${positionals.join(', ')}`);
  const samples = values.events === undefined ? [] : readEvents(values.events);

  const schemas = readSchemas();
  const { mappings } = loadMappings(readMappingTexts(), schemas);
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);
  const relate = createRelations(documents.flatMap(({ document }) => document.rule ?? []));

  let disagrees = false;
  for (const { path, document } of documents) {
    const { rule } = document;
    if (rule?.kind !== 'detection') {
      const what = rule
        ? `a ${rule.kind} rule is proven in a sync only`
        : 'the rule is not readable';
      process.stderr.write(`${path}: ${what}\n`);
      continue;
    }
    const related = relate(rule);
    const translations = targets.map((target) => translator.translate(rule, target, related));
    const whole = filtered(rule, related);
    const events = [...samples, ...(values.constructed ? constructed(whole) : [])];
    const tallies = tally(
      whole,
      translations,
      events.map(({ raw }) => raw),
      context,
    );
    for (const one of tallies) {
      disagrees ||= one.outcome === 'exact' && (one.differ.length > 0 || one.failure !== null);
      const differ = one.differ.map((place) => events[place]?.name ?? String(place));
      process.stdout.write(
        values.json ? jsonLine(path, rule, one, differ) : textLine(rule, one, differ),
      );
    }
    if (tallies.length === 0 && !values.json) {
      process.stdout.write(`${rule.title} (${rule.id}): no query\n`);
    }
  }
  return disagrees ? EXIT.disagreement : EXIT.ok;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        events: { type: 'string' },
        constructed: { type: 'boolean', default: false },
        target: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_FILE) throw new Error(`it is larger than ${MAX_FILE} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

function readEvents(path: string): NamedEvent[] {
  const files = filesBelow(path, /^\.(?:jsonl?|jsoncls)$/);
  const events = files.flatMap((file) => {
    const { events: found, error } = parseEvents(readText(file));
    if (error !== null) process.stderr.write(`${file}: ${error}\n`);
    return found.map((raw, place) => ({ name: `${file}#${place}`, raw }));
  });
  if (events.length === 0) throw new UsageError(`No event is in ${path}`);
  return events;
}

function constructed(rule: DetectionRule): NamedEvent[] {
  return constructEvents(rule).events.map(({ name, raw }) => ({
    name: `constructed: ${name}`,
    raw,
  }));
}

function jsonLine(
  path: string,
  { id, title }: DetectionRule,
  one: Tally,
  differ: readonly string[],
): string {
  return `${JSON.stringify({ path, id, title, ...one, differ })}\n`;
}

function textLine(
  { id, title }: DetectionRule,
  { target, table, label, outcome, tried, sigma, kql, both, failure }: Tally,
  differ: readonly string[],
): string {
  const head = `${title} (${id}) · ${target} · ${table}, ${label} · ${outcome}`;
  if (failure !== null) return `${head}\n  cannot be run: ${failure}\n`;
  const counts = `${tried} events tried, ${sigma} matched by Sigma, ${kql} by KQL, ${both} by both`;
  const list = differ.map((name) => `  differ: ${name}\n`).join('');
  return `${head}\n  ${counts}\n${list}`;
}

// A reader that has seen enough (`| head`) is no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.defect);
});

try {
  process.exitCode = main();
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`error: ${error.message}\nSee --help.\n`);
    process.exitCode = EXIT.usage;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.defect;
  }
}
