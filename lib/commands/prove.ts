import { parseArgs } from 'node:util';
import { readKnowledge } from '@/lib/knowledge';
import { createContext, indexEvents } from '@/lib/proof';
import { parseRules, relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { filesBelow, readTargets, UsageError } from './arguments';
import { jsonLine, textOf } from './prove/print';
import { type ProveContext, proveRule } from './prove/prove-rule';
import { readEvents, readText } from './prove/read-events';
import { isWrong } from './prove/results';

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
  const names = values.events === undefined ? [] : readEvents(values.events, rules);

  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const proof = createContext(schemas, translator.version);
  const relate = relatedRules(rules);
  const raws = names.map(({ raw }) => raw);
  const events = indexEvents(raws, proof);
  const context: ProveContext = { proof, names, events, constructed: values.constructed };

  let disagrees = false;
  for (const { path, document } of documents) {
    const { rule } = document;
    if (!rule) {
      process.stderr.write(`${path}: the rule is not readable\n`);
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
