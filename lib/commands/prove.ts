import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { parseEvents, toSigmaEvents } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import {
  compareOnEvents,
  constructEvents,
  createContext,
  type EventComparison,
  type IndexedEvent,
  indexEvents,
  type ProofContext,
  prove,
  withFilters,
} from '@/lib/proof';
import {
  type CorrelationRule,
  type DetectionRule,
  parseRules,
  type Rule,
  relatedRules,
} from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import { createTranslator, type Translation } from '@/lib/translate';
import { filesBelow, readTargets, UsageError } from './arguments';

const HELP = `npm run --silent prove -- PATH... --events DIR [--json]

Runs the translations of Sigma rules on sample events, beside the rules themselves. PATH is a rule
file or a directory, searched for .yml and .yaml. No database is needed.

  --events DIR     a file or directory of events: .json (one, a list, or one after the other) and
                   .jsonl. EVTX as JSON, or {"logsource": {...}, "event": {...}}. A file that is named
                   by a rule's id holds that rule's own samples; these may be plain JSON
  --constructed    also events that are derived from each rule: a check of the translation, no proof
  --target T       ${TARGETS.join(', ')}; default all
  --json           one line per rule and target: {"path","id","title","target","table","label",
                   "outcome","tried","sigma","kql","both","differ","failure","own","queries"}
  --help           this text

Every rule is tried on every event of its log source that has a row in one of the target's tables:
how many were tried, how many of these the rule matches ("sigma"), how many one of the target's
queries ("kql"), and how many both. "differ" names the events on which a query and its rule do not
agree, as FILE#place. "own" counts the rule's own samples, null when there are none. "table", "label" and
"failure" (why it cannot be run) are of the target's first query; "queries" has all of this for each of the target's queries: {"table","label","outcome","tried","sigma","kql","both",
"differ","failure"}. A correlation is tried on all events together, which count as one.

Exit codes: 0 no exact query disagrees with its rule, and each rule with samples of its own matches one;
1 one does not, or cannot be run; 2 arguments wrong, or a path that cannot be read; 3 a defect.
`;

const EXIT = { ok: 0, disagreement: 1, usage: 2, defect: 3 } as const;
const MAX_FILE = 64_000_000;

interface NamedEvent {
  readonly name: string;
  readonly raw: unknown;
  /** The rule whose sample it is, when its file is named by a rule's id. */
  readonly owner: string | null;
}

interface Counts {
  readonly tried: number;
  readonly sigma: number;
  readonly kql: number;
  readonly both: number;
}

interface QueryResult extends Counts {
  readonly table: string;
  readonly label: string;
  readonly outcome: Translation['outcome'];
  readonly differ: readonly string[];
  readonly failure: string | null;
}

/** A rule on a target. */
interface TargetResult extends Counts {
  readonly target: Target;
  readonly table: string | null;
  readonly label: string;
  readonly failure: string | null;
  readonly outcome: Translation['outcome'];
  readonly differ: readonly string[];
  readonly own: Counts | null;
  readonly queries: readonly QueryResult[];
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
  const rules = documents.flatMap(({ document }) => document.rule ?? []);
  const samples = values.events === undefined ? [] : readEvents(values.events, rules);

  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);
  const relate = relatedRules(rules);
  const indexed = indexEvents(
    samples.map(({ raw }) => raw),
    context,
  );

  let disagrees = false;
  for (const { path, document } of documents) {
    const { rule } = document;
    if (rule === null || rule === undefined) {
      process.stderr.write(`${path}: the rule is not readable\n`);
      continue;
    }
    if (rule.kind === 'filter') continue;
    const related = relate(rule);
    const translations = targets.map((target) => translator.translate(rule, target, related));
    const results = (): TargetResult[] => {
      if (rule.kind === 'correlation') {
        return proveTogether(rule, translations, related, samples, context);
      }
      const whole = withFilters(rule, related);
      const trials = withConstructed(whole, samples, indexed, values.constructed, context);
      return proveEach(whole, translations, trials, context);
    };
    for (const result of results()) {
      disagrees ||= isWrong(result);
      process.stdout.write(values.json ? jsonLine(path, rule, result) : textOf(rule, result));
    }
  }
  return disagrees ? EXIT.disagreement : EXIT.ok;
}

function isWrong({ queries, own }: TargetResult): boolean {
  const differs = queries.some(
    ({ outcome, differ, failure }) =>
      outcome === 'exact' && (differ.length > 0 || failure !== null),
  );
  return differs || (own !== null && own.tried > 0 && own.sigma === 0);
}

interface Trials {
  readonly names: readonly NamedEvent[];
  readonly events: readonly IndexedEvent[];
}

function withConstructed(
  rule: DetectionRule,
  samples: readonly NamedEvent[],
  indexed: readonly IndexedEvent[],
  wanted: boolean,
  context: ProofContext,
): Trials {
  if (!wanted) return { names: samples, events: indexed };
  const made = constructEvents(rule).events.map(
    ({ name, raw }): NamedEvent => ({ name: `constructed: ${name}`, raw, owner: null }),
  );
  const events = indexEvents(
    made.map(({ raw }) => raw),
    context,
  );
  return { names: [...samples, ...made], events: [...indexed, ...events] };
}

function proveEach(
  rule: DetectionRule,
  translations: readonly Translation[],
  { names, events }: Trials,
  context: ProofContext,
): TargetResult[] {
  return translations.map((translation): TargetResult => {
    const tallies = compareOnEvents(rule, [translation], events, context);
    const own = names.some(({ owner }) => owner === rule.id)
      ? countsOf(tallies, (place) => names[place]?.owner === rule.id)
      : null;
    const queries = tallies.map(
      ({ table, label, outcome, tried, sigma, kql, both, differ, failure }): QueryResult => ({
        table,
        label,
        outcome,
        tried: tried.length,
        sigma: sigma.length,
        kql: kql.length,
        both: both.length,
        differ: differ.map((place) => names[place]?.name ?? String(place)),
        failure,
      }),
    );
    return resultOf(
      translation,
      queries,
      countsOf(tallies, () => true),
      own,
    );
  });
}

/** What becomes of a target: its first query speaks for it, with the differences of all. */
function resultOf(
  { target, table, label, outcome }: Translation,
  queries: readonly QueryResult[],
  counts: Counts,
  own: Counts | null,
): TargetResult {
  const failure = queries[0]?.failure ?? null;
  const differ = [...new Set(queries.flatMap((query) => query.differ))];
  return { target, table, label, outcome, failure, ...counts, differ, own, queries };
}

/** A target's queries taken together: each event counts once. */
function countsOf(tallies: readonly EventComparison[], counts: (place: number) => boolean): Counts {
  const places = (of: (one: EventComparison) => readonly number[]): Set<number> =>
    new Set(tallies.flatMap((one) => of(one).filter(counts)));
  return {
    tried: places(({ tried }) => tried).size,
    sigma: places(({ sigma }) => sigma).size,
    kql: places(({ kql }) => kql).size,
    both: places(({ both }) => both).size,
  };
}

/** A correlation speaks of many events, so all of them are one trial. */
function proveTogether(
  rule: CorrelationRule,
  translations: readonly Translation[],
  related: ReadonlyMap<string, Rule>,
  samples: readonly NamedEvent[],
  context: ProofContext,
): TargetResult[] {
  const event = samples.map(({ raw }) => raw);
  const name = `all ${event.length} events`;
  return translations.map((translation): TargetResult => {
    const evidence = prove(
      { rule, translations: [translation], samples: [{ name, event }], related },
      context,
    ).filter(({ kind }) => kind === 'sample');
    const queries = evidence.map(
      ({ table, label, outcome, tried, sigma, kql, skipped }): QueryResult => ({
        table,
        label,
        outcome,
        tried,
        sigma: sigma ? 1 : 0,
        kql: kql ? 1 : 0,
        both: sigma && kql ? 1 : 0,
        differ: sigma === kql ? [] : [name],
        failure: tried === 0 && skipped !== null && event.length > 0 ? skipped : null,
      }),
    );
    const most = (of: (one: QueryResult) => number): number => Math.max(0, ...queries.map(of));
    const counts = {
      tried: most(({ tried }) => tried),
      sigma: most(({ sigma }) => sigma),
      kql: most(({ kql }) => kql),
      both: most(({ both }) => both),
    };
    return resultOf(translation, queries, counts, null);
  });
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

/** Events of files; a plain JSON object in a file named by a rule's id is of that rule's log source. */
function readEvents(path: string, rules: readonly Rule[]): NamedEvent[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const files = filesBelow(path, /^\.jsonl?$/);
  const events = files.flatMap((file) => {
    const { events: found, error } = parseEvents(readText(file));
    if (error !== null) process.stderr.write(`${file}: ${error}\n`);
    const rule = byId.get(basename(file).replace(/\.jsonl?$/, ''));
    const named = found.map(
      (raw, place): NamedEvent => ({
        name: `${file}#${place}`,
        raw: rule?.kind === 'detection' ? ofLogSource(raw, rule) : raw,
        owner: rule?.id ?? null,
      }),
    );
    const foreign = named.filter(({ raw }) => toSigmaEvents(raw).length === 0).length;
    if (foreign > 0) {
      process.stderr.write(
        `${file}: ${foreign} of ${named.length} events have no form that is understood: ` +
          'EVTX as JSON, or {"logsource": {...}, "event": {...}}\n',
      );
    }
    return named;
  });
  if (events.length === 0) throw new UsageError(`No event is in ${path}`);
  return events;
}

function ofLogSource(raw: unknown, { logsource }: DetectionRule): unknown {
  if (toSigmaEvents(raw).length > 0 || logsource.product === 'windows') return raw;
  const { product, category, service } = logsource;
  return { logsource: { product, category, service }, event: raw };
}

function jsonLine(path: string, { id, title }: Rule, result: TargetResult): string {
  return `${JSON.stringify({ path, id, title, ...result })}\n`;
}

function textOf({ id, title }: Rule, result: TargetResult): string {
  const { target, outcome, own, queries } = result;
  const lines = [`${title} (${id}) · ${target} · ${outcome}`];
  if (queries.length === 0) lines.push('  there is no query');
  else lines.push(`  ${countsText(result)}`);
  if (own) lines.push(`  its own samples: ${countsText(own)}`);
  for (const query of queries) {
    const where = `${query.table}, ${query.label} · ${query.outcome}`;
    if (query.failure !== null) lines.push(`  ${where}: cannot be run: ${query.failure}`);
    else if (queries.length > 1 && query.tried > 0) lines.push(`  ${where}: ${countsText(query)}`);
    for (const name of query.differ) lines.push(`    differs on ${name}`);
  }
  return `${lines.join('\n')}\n`;
}

function countsText({ tried, sigma, kql, both }: Counts): string {
  if (tried === 0) return 'no event of this log source has a row in the tables of this target';
  const events = tried === 1 ? '1 event' : `${tried} events`;
  return `${events} tried, ${sigma} matched by Sigma, ${kql} by KQL, ${both} by both`;
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
