import { parseArgs } from 'node:util';
import {
  chooseEngine,
  ENGINES,
  EngineFailure,
  type EngineProtocol,
  tokenSource,
} from '@/lib/engines';
import { EnvironmentError, readEnvironment } from '@/lib/env';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createContext, indexEvents } from '@/lib/proof';
import { relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { filesBelow, messageOf, readTargets, UsageError } from './arguments';
import { EngineRun, isWrongThere } from './prove/engine-run';
import { jsonLine, textOf } from './prove/print';
import { type ProveContext, proveRule } from './prove/prove-rule';
import { readEvents } from './prove/read-events';
import { isWrong } from './prove/results';
import { readSources } from './translate/source';

const HELP = `npm run --silent prove -- PATH... --events DIR [--json]

Runs Sigma rules and their queries on the same events and compares the results. Each PATH is a rule file,
or a directory to search for .yml and .yaml files. You do not need a catalog.

  --events DIR     a file or directory of events, as .json (one event, a list, or one after another)
                   or .jsonl. Each event is EVTX as JSON, or {"logsource": {...}, "event": {...}}.
                   A file named after a rule's id holds samples of that rule, which can be plain JSON
  --self-test      also run events made from each rule. They check the translation, but they do not
                   prove that it works on real telemetry
  --target T       prove this target only; repeat the option for several
                   (${TARGETS.join(', ')}; default: all)
  --json           print one line for each rule and target: {"path","id","title","target","table",
                   "label","outcome","tried","sigma","kql","both","differ","failure","own","queries"},
                   with --engine also "engine"
  --help           print this help

Queries can also run on a real engine. Each carries its own rows in place of the tables, so it reads no
data there: the events on which rule and interpreter agree, and near misses.

  --engine E       ${ENGINES.join(', ')}
  --cluster URL    kusto: the cluster or local emulator, such as http://localhost:8080
  --database NAME  kusto: the database (default: NetDefaultDB, the emulator's)
  --workspace ID   log-analytics: the workspace's id
  --address URL    log-analytics, defender: another address than Microsoft's public one
  --concurrency N  queries at once (default: 2)
  --max-queries N  queries in all (default: 500)
  --max-minutes N  minutes in all (default: 30)

The token comes from ENGINE_TOKEN, or from Azure's own login if @azure/identity is installed.

A rule runs on every event of its log source that has a row in one of the target's tables. In the output:
  tried            how many events that is
  sigma, kql, both how many the rule matches, at least one query matches, and both match
  differ           the events on which rule and query disagree, as FILE#INDEX
  own              the same counts for the rule's own samples, or null if it has none
  table, label     the table and label of the target's first query
  failure          why that query cannot run, or null
  queries          all of this for each query of the target: {"table","label","outcome","tried",
                   "sigma","kql","both","differ","failure"}
  engine           what the engine made of each query: {"table","label","outcome","status",
                   "cases","asExpected","differ","failure","cost":{"elapsedMs","cpuMs",
                   "scannedRows","scannedBytes"}}; status is agrees, differs, refused or not run
A correlation runs on all events together, which count as one.

Exit codes:
  0  every exact query agrees with its rule, and each rule with samples of its own matches at least one
  1  an exact query disagrees or cannot run, here or on the engine, or a rule matches none of its own
     samples
  2  an argument is not valid, or a path could not be read
  3  unexpected error: a bug in Watchfloor
  4  the engine cannot be asked: no token, no permission, or no connection
`;

const EXIT = { ok: 0, disagreement: 1, usage: 2, defect: 3, engine: 4 } as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const targets = readTargets(values.target);
  const protocol = readEngine(values);
  const selfTest = values['self-test'] || values.constructed;
  if (positionals.length === 0) throw new UsageError('Missing PATH');
  if (values.events === undefined && !selfTest) {
    throw new UsageError('Missing events: use --events DIR, --self-test, or both');
  }
  const files = positionals.flatMap((path) => filesBelow(path, /^\.ya?ml$/));
  const documents = files.flatMap(readSources);
  if (documents.length === 0) throw new UsageError(`No rules found in ${positionals.join(', ')}`);
  const rules = documents.flatMap(({ document }) => document.rule ?? []);
  const names = values.events === undefined ? [] : readEvents(values.events, rules);

  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const proof = createContext(schemas, translator.version);
  const relate = relatedRules(rules);
  const raws = names.map(({ raw }) => raw);
  const events = indexEvents(raws, proof);
  const context: ProveContext = { proof, names, events, selfTest };
  const samples = names.map(({ name, raw }) => ({ name, event: raw }));
  const run =
    protocol &&
    new EngineRun({
      protocol,
      token: tokenSource(protocol, readEnvironment(process.env).engineToken),
      proof,
      schemas,
      checker: createChecker(schemas),
      concurrency: readNumber(values, 'concurrency', 2, 16),
      budget: {
        queries: readNumber(values, 'max-queries', 500, 100_000),
        minutes: readNumber(values, 'max-minutes', 30, 1440),
      },
    });

  let disagrees = false;
  for (const { path, document } of documents) {
    const { rule } = document;
    if (!rule) {
      process.stderr.write(`${path}: the rule cannot be read\n`);
      continue;
    }
    if (rule.kind === 'filter') continue;
    const related = relate(rule);
    const translations = targets.map((target) => translator.translate(rule, target, related));
    for (const [at, result] of proveRule(rule, translations, related, context).entries()) {
      const translation = translations[at];
      const engine =
        run && translation ? await run.prove(rule, translation, related, samples) : null;
      disagrees ||= isWrong(result) || (engine?.some(isWrongThere) ?? false);
      process.stdout.write(
        values.json ? jsonLine(path, rule, result, engine) : textOf(rule, result, engine),
      );
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
        'self-test': { type: 'boolean', default: false },
        // What `--self-test` was called.
        constructed: { type: 'boolean', default: false },
        target: { type: 'string', multiple: true },
        engine: { type: 'string' },
        cluster: { type: 'string' },
        database: { type: 'string' },
        workspace: { type: 'string' },
        address: { type: 'string' },
        concurrency: { type: 'string' },
        'max-queries': { type: 'string' },
        'max-minutes': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function readEngine(values: Values): EngineProtocol | null {
  const { engine, cluster, database, workspace, address } = values;
  if (engine === undefined) {
    const alone = (['cluster', 'database', 'workspace', 'address'] as const).find(
      (name) => values[name] !== undefined,
    );
    if (alone) throw new UsageError(`--${alone} needs --engine`);
    return null;
  }
  try {
    return chooseEngine({ engine, cluster, database, workspace, address });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function readNumber(
  values: Values,
  name: 'concurrency' | 'max-queries' | 'max-minutes',
  usual: number,
  most: number,
): number {
  const text = values[name];
  if (text === undefined) return usual;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw new UsageError(`--${name} must be a number from 1 to ${most}; it is "${text}"`);
}

// A reader that closes the pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.defect);
});

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`error: ${error.message}\nRun with --help for usage.\n`);
    process.exitCode = EXIT.usage;
  } else if (error instanceof EngineFailure) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.engine;
  } else if (error instanceof EnvironmentError) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.usage;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.defect;
  }
}
