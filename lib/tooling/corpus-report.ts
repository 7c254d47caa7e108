import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTENT } from '@/lib/content';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker, createCheckPool } from '@/lib/kql';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { surveyCorpus } from '@/lib/translate/corpus';
import { printGaps, printReport } from './corpus-pages';
import { rulesOfSource } from './rules-of-source';

const HELP = `npx tsx lib/tooling/corpus-report.ts SOURCE [--check]

Translates every rule of SOURCE (a directory or .tar.gz, laid out like SigmaHQ) and writes the results
to content/mappings/CORPUS.md and content/mappings/gaps.yml.

  --check   also check every query, alternatives included, with Microsoft's parser and binder
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || !name) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const { rules, commit } = await rulesOfSource(name);
  const { schemas, mappings, problems } = readKnowledge();
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  const translator = createTranslator({ mappings, schemas });
  const checker = createChecker(schemas);
  const result = surveyCorpus(
    rules,
    translator,
    (kql, target) => checker.describe(kql, target).depth,
  );
  const label = commit ? `SigmaHQ ${commit.slice(0, 9)}` : basename(name);
  writeFileSync(join(CONTENT, 'mappings', 'CORPUS.md'), printReport(result, label));
  writeFileSync(join(CONTENT, 'mappings', 'gaps.yml'), printGaps(result));
  process.stdout.write(
    `${JSON.stringify({ ...result.withQuery, rules: result.rules, outcomes: result.outcomes })}\n`,
  );
  if (!values.check) return;

  const pool = createCheckPool(schemas);
  const requests = rules.flatMap((rule) =>
    TARGETS.flatMap((target) => {
      const translation = translator.translate(rule, target);
      return [translation, ...translation.alternatives].flatMap(({ kql, label: variant }) =>
        kql === null ? [] : [{ key: `${rule.id} ${target} ${variant}`, kql, target }],
      );
    }),
  );
  let errors = 0;
  for (const [key, found] of await pool.check(requests)) {
    for (const { severity, code, message } of found) {
      process.stdout.write(`${key}: ${severity} ${code} ${message}\n`);
      if (severity === 'error') errors++;
    }
  }
  await pool.close();
  process.stdout.write(`${requests.length} queries checked, ${errors} errors\n`);
  process.exitCode = errors > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 1;
});
