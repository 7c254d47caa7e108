import { parseArgs } from 'node:util';
import { readKnowledge } from '@/lib/knowledge';
import { createContext, indexEvents } from '@/lib/proof';
import { relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { filesBelow, readTargets, UsageError } from './arguments';
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
                   "label","outcome","tried","sigma","kql","both","differ","failure","own","queries"}
  --help           print this help

A rule runs on every event of its log source that has a row in one of the target's tables. In the output:
  tried            how many events that is
  sigma, kql, both how many the rule matches, at least one query matches, and both match
  differ           the events on which rule and query disagree, as FILE#INDEX
  own              the same counts for the rule's own samples, or null if it has none
  table, label     the table and label of the target's first query
  failure          why that query cannot run, or null
  queries          all of this for each query of the target: {"table","label","outcome","tried",
                   "sigma","kql","both","differ","failure"}
A correlation runs on all events together, which count as one.

Exit codes:
  0  every exact query agrees with its rule, and each rule with samples of its own matches at least one
  1  an exact query disagrees or cannot run, or a rule matches none of its own samples
  2  an argument is not valid, or a path could not be read
  3  unexpected error: a bug in Watchfloor
`;

const EXIT = { ok: 0, disagreement: 1, usage: 2, defect: 3 } as const;

function main(): number {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const targets = readTargets(values.target);
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
    for (const result of proveRule(rule, translations, related, context)) {
      disagrees ||= isWrong(result);
      process.stdout.write(values.json ? jsonLine(path, rule, result) : textOf(rule, result));
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
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

// A reader that closes the pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.defect);
});

try {
  process.exitCode = main();
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`error: ${error.message}\nRun with --help for usage.\n`);
    process.exitCode = EXIT.usage;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.defect;
  }
}
