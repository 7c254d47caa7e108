import { parseArgs } from 'node:util';
import { attackFromFacts, FACTS_FILE, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';
import { enrich } from '@/lib/enrich';
import { countSentences } from './count-sentences';
import { rulesOfSource } from './rules-of-source';

const HELP = `npx tsx lib/tooling/sentence-report.ts SOURCE [--top N]

Enriches every rule of SOURCE (a directory or .tar.gz, laid out like SigmaHQ) and prints the N (10) commonest
sentences of false positive guidance and triage, each with the share of pages that have it.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { top: { type: 'string', default: '10' }, help: { type: 'boolean', default: false } },
  });
  const [name] = positionals;
  if (values.help || !name) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const attack = attackFromFacts(readFacts(contentJson(FACTS_FILE)));
  const { rules } = await rulesOfSource(name);
  const pages = rules.map((rule) => enrich({ rule, translations: [], evidence: [], attack }));
  const counts = countSentences(pages);
  for (const { text, pages: count } of counts.slice(0, Number(values.top))) {
    const share = ((100 * count) / rules.length).toFixed(1);
    process.stdout.write(`${String(count).padStart(5)}  ${share.padStart(5)} %  ${text}\n`);
  }
  process.stdout.write(`${rules.length} rules, ${counts.length} different sentences\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 1;
});
