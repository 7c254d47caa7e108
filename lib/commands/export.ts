import { parseArgs } from 'node:util';
import { findRules } from '@/lib/catalog/feed';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { describeMistake } from '@/lib/catalog/mistake';
import { formatTargets } from '@/lib/deploy/format-targets';
import { sentinelYaml } from '@/lib/deploy/render/sentinel-yaml';
import { DEPLOY_FORMATS, type DeployFormat } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { TARGETS } from '@/lib/target';
import { messageOf, readTargets, UsageError } from './arguments';
import { runCatalogCommand } from './end-command';
import { exportDeployables } from './export/export-deployables';
import { readOwnTables } from './export/read-own-tables';
import { printSummary } from './export/summary';

const HELP = `npm run --silent export -- --format FORMAT --out DIR [--query SEARCH] [--target T]… [--tables FILE]
       npm run --silent export -- --format FORMAT --check …

Writes rules of the catalog as detections that deploy, disabled, one file a rule, and manifest.json beside
them: every rule with its file, author, licence and source, and what the format lost, changed or refused.
Each file is validated by rules that share no code with what wrote it.
Progress and the summary go to stderr. The catalog is only read.

  --format FORMAT    ${DEPLOY_FORMATS.join(', ')}
  --out DIR          the folder to write to, which must be empty or not exist
  --query SEARCH     which rules, in the feed's search language: 'level:high,critical technique:T1059 -wmi'
                     (default: every rule of the feed); one that begins with a minus needs --query=-wmi
  --target T         whose queries, one or several (${TARGETS.join(', ')};
                     default: sentinel for the formats of Sentinel, defender-xdr for defender-json, all for kql)
  --tables FILE      your tables, one a line, or the result of a query as CSV or JSON. Only rules that run
                     with them are written, each with the first of its queries that does
  --bundle           one ARM template, or several where one would be too large; for the format arm
  --near-real-time   rules that run each minute; a rule that cannot says why; for the format sentinel-yaml
  --check            only validate; write nothing
  --json             print the manifest to stdout as well
  --help             print this help

Environment variables:
  DATABASE_URL       the catalog: file:PATH or postgresql://… (default: file:./data/catalog.db)

Exit codes:
  0  every rule that was found is written, and every file is valid
  1  unexpected error: a bug in Watchfloor
  2  an argument is not valid, or DIR or FILE cannot be used
  3  some rules are not written, because the format or the service would refuse them: manifest.json says
     why; or a file is not valid, which is a bug in Watchfloor
  4  no rule was found
  5  the catalog cannot be read
`;

const EXIT = { ok: 0, defect: 1, usage: 2, refused: 3, nothing: 4, catalog: 5 } as const;

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const { knowledge, renderers } = deployTools();
  const format = readFormat(values.format);
  if (values.out === undefined && !values.check) {
    throw new UsageError('Missing --out DIR, or --check to write nothing');
  }
  if (values.bundle && format !== 'arm') throw new UsageError('--bundle is for --format arm');
  const isContinuous = values['near-real-time'];
  if (isContinuous && format !== 'sentinel-yaml') {
    throw new UsageError('--near-real-time is for --format sentinel-yaml');
  }
  const targets = values.target ? readTargets(values.target) : formatTargets(format);
  const own = values.tables === undefined ? null : readOwnTables(values.tables);
  const { rules, filter, mistakes } = await findRules({
    ...NO_FILTER,
    q: values.query ?? '',
    env: own,
    sort: 'title',
  });
  for (const mistake of mistakes) process.stderr.write(`${describeMistake(mistake)}\n`);
  if (rules.length === 0) {
    process.stderr.write('No rule was found. Change --query, or sync first: npm run ingest\n');
    return EXIT.nothing;
  }
  const { manifest, invalid } = await exportDeployables(rules, {
    format,
    renderers: isContinuous
      ? { ...renderers, [format]: sentinelYaml(knowledge.limits, 'NRT') }
      : renderers,
    knowledge,
    targets,
    tables: filter.env,
    folder: values.check ? null : (values.out ?? null),
    isBundle: values.bundle,
    onProgress: (done, total) => {
      if (done % 200 === 0 || done === total) process.stderr.write(`${done} of ${total} rules\n`);
    },
  });
  if (values.json) process.stdout.write(`${JSON.stringify(manifest)}\n`);
  for (const { path, finding } of invalid) {
    process.stderr.write(`${path}: ${finding.place} ${finding.code} ${finding.message}\n`);
  }
  process.stderr.write(printSummary(manifest, invalid));
  return manifest.refused > 0 || invalid.length > 0 ? EXIT.refused : EXIT.ok;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        format: { type: 'string' },
        out: { type: 'string' },
        query: { type: 'string' },
        target: { type: 'string', multiple: true },
        tables: { type: 'string' },
        bundle: { type: 'boolean', default: false },
        'near-real-time': { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function readFormat(name: string | undefined): DeployFormat {
  const format = DEPLOY_FORMATS.find((one) => one === name);
  if (format) return format;
  const choices = `Use one of: ${DEPLOY_FORMATS.join(', ')}`;
  throw new UsageError(
    name === undefined ? `Missing --format. ${choices}` : `Unknown format ${name}. ${choices}`,
  );
}

runCatalogCommand(main, EXIT);
