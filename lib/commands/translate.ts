import { parseArgs } from 'node:util';
import { readKnowledge } from '@/lib/knowledge';
import { createCheckPool } from '@/lib/kql';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { filesBelow, readTargets, UsageError } from './arguments';
import { readPlaceholderFile } from './placeholder-file';
import { createLint } from './translate/lint';
import { readSources } from './translate/source';
import { translateSources } from './translate/translate-sources';

const HELP = `npm run --silent translate -- PATH... [--target T] [--json]

Translates Sigma rules to KQL. Each PATH is a rule file, a directory to search for .yml and .yaml files,
or - for standard input. Queries go to standard output. Lint findings go to standard error, each with its
position, code and hint. You do not need a catalog.

  --target T          translate for this target only; repeat the option for several
                      (${TARGETS.join(', ')}; default: all)
  --alternatives      also print queries for other tables with the same telemetry
  --placeholders F    JSON or YAML file with values for placeholders, in place of lists to fill in:
                      {"Administrators": ["adm_*", "root"]}
  --asim-names N      names of the ASIM parsers: builtin (_Im_FileEvent, the default)
                      or workspace (imFileEvent)
  --no-check          do not check the queries with Microsoft's parser
  --no-lint           do not lint the rules
  --json              print one line for each rule and target, with lint findings in "diagnostics":
                      {"path","id","title","target","outcome","kql","tables","diagnostics","trace"}
                      and, with --alternatives, "alternatives". Spans are offsets into the file
  --help              print this help

Exit codes:
  0  every rule was read and every query passed the check
  1  unexpected error: a bug in Watchfloor
  2  an argument is not valid, or a path could not be read
  3  a rule could not be read, or Microsoft's parser rejected a query
`;

const EXIT = { ok: 0, defect: 1, usage: 2, incomplete: 3 } as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const targets = readTargets(values.target);
  if (positionals.length === 0) throw new UsageError('Missing PATH');
  const sources = positionals
    .flatMap((path) => (path === '-' ? ['-'] : filesBelow(path, /^\.ya?ml$/)))
    .flatMap(readSources);
  if (sources.length === 0) throw new UsageError(`No rules found in ${positionals.join(', ')}`);

  const { schemas, mappings, problems } = readKnowledge();
  for (const { message, hint } of problems) {
    process.stderr.write(`content/mappings/${message}${hint ? ` (${hint})` : ''}\n`);
  }
  const translator = createTranslator({
    mappings,
    schemas,
    settings: {
      asimNames: readAsimNames(values['asim-names']),
      ...(values.placeholders ? { placeholders: readPlaceholderFile(values.placeholders) } : {}),
    },
  });
  const pool = values['no-check'] ? null : createCheckPool(schemas);
  try {
    const complete = await translateSources(sources, translator, pool, {
      targets,
      json: values.json,
      alternatives: values.alternatives,
      lint: values['no-lint'] ? () => [] : createLint(sources, mappings),
    });
    return complete ? EXIT.ok : EXIT.incomplete;
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
  throw new UsageError(`--asim-names must be builtin or workspace, not ${value}`);
}

// A reader that closes the pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.defect);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\nRun with --help for usage.\n`);
      process.exitCode = EXIT.usage;
      return;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exitCode = EXIT.defect;
  },
);
