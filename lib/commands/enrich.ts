import process from 'node:process';
import { parseArgs } from 'node:util';
import { findRules } from '@/lib/catalog/feed';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { describeMistake } from '@/lib/catalog/mistake';
import { modelCandidates } from '@/lib/catalog/model-candidates';
import { saveModelText } from '@/lib/catalog/save-model-text';
import { currentLexicon } from '@/lib/enrich/lexicon';
import { type ModelSettings, readEnvironment } from '@/lib/env';
import type { Limits } from '@/lib/model-client/budget';
import { wireFormat } from '@/lib/model-client/endpoint';
import { type RuleResult, type RunSummary, writeTexts } from '@/lib/model-client/write-texts';
import { EMPTY } from '@/lib/model-text/types';
import { plainLine } from '@/lib/text/plain-text';
import { messageOf, UsageError } from './arguments';
import { runCatalogCommand } from './end-command';

const HELP = `npm run --silent enrich -- [--query SEARCH | --rule ID…] [--limit N] [--max-requests N] [--max-tokens N]
       [--max-cost EUR --price-in EUR --price-out EUR] [--concurrency N] [--stream] [--timeout S]

Lets a language model write of the rules of the catalog, beside the texts that are written without one: the
model that ENRICH_MODEL_URL and ENRICH_MODEL name. It is told the rule, the rule in words, and what
content/knowledge says of them. A sentence that rests on nothing of this, or names anything that is not in it,
is dropped. The rest is kept in the catalog, marked as machine-written; npm run review accepts or rejects it.
Only rules whose present text has not been written about are asked for, so you can stop and go on at any time.
Progress and the summary go to stderr.

  --query SEARCH     which rules, in the feed's search language: 'level:high,critical technique:T1059'
                     (default: every rule of the feed, the highest level first)
  --rule ID          this rule; repeat it for several
  --again            also rules of which nothing could be kept before
  --limit N          the most rules
  --max-requests N   the most requests, repeated ones included (default: 50 if no other limit is given)
  --max-tokens N     the most tokens, of prompts and answers together
  --max-cost EUR     the most money; needs --price-in and --price-out
  --price-in EUR     what a million tokens of a prompt cost
  --price-out EUR    what a million tokens of an answer cost
  --concurrency N    requests at a time, 1 to 16 (default: 2)
  --answer-tokens N  the most tokens of one answer, what the model thinks included (default: 4000)
  --timeout S        the most seconds for one answer (default: 120)
  --stream           receive answers piece by piece, for slow models behind a proxy
  --dry-run          only say how many rules there are to write of; send nothing
  --verbose          print each dropped sentence, with the reason
  --json             print the summary to stdout as well
  --help             print this help

Environment variables:
  ENRICH_MODEL_URL   the endpoint: the address of an OpenAI-compatible API, such as http://127.0.0.1:11434/v1,
                     or of Anthropic's, https://api.anthropic.com; any that ends in /v1/messages speaks the latter
  ENRICH_MODEL       the name of the model
  ENRICH_MODEL_KEY   its key, if it needs one
  DATABASE_URL       the catalog: file:PATH or postgresql://… (default: file:./data/catalog.db)

Exit codes:
  0    every rule has had its turn
  1    unexpected error: a bug in Watchfloor
  2    an argument or environment variable is not valid
  3    the model failed on some rules; run it again for these
  4    no rule was found
  5    the catalog cannot be read
  6    a limit was reached; run it again to go on
  7    the endpoint takes no requests: wrong key, address or model, or it fails again and again
  130  interrupted
`;

const EXIT = {
  ok: 0,
  defect: 1,
  usage: 2,
  failed: 3,
  nothing: 4,
  catalog: 5,
  budget: 6,
  endpoint: 7,
  interrupt: 130,
} as const;

const DEFAULT_REQUESTS = 50;

async function main(): Promise<number> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const limits = readLimits(values);
  const most = wholeNumber('limit', values.limit, 1, 1_000_000);
  const numbers = {
    concurrency: wholeNumber('concurrency', values.concurrency, 1, 16) ?? 2,
    maxOutputTokens: wholeNumber('answer-tokens', values['answer-tokens'], 100, 100_000) ?? 4_000,
    timeoutMs: (wholeNumber('timeout', values.timeout, 1, 3_600) ?? 120) * 1000,
  };
  const endpoint = readModel();
  const ids = values.rule ?? (await idsOf(values.query ?? ''));
  const candidates = (await modelCandidates(ids, values.again)).slice(0, most ?? undefined);
  if (ids.length === 0 || (values.rule && candidates.length === 0 && !values['dry-run'])) {
    process.stderr.write(
      ids.length === 0
        ? 'No rule was found. Change --query, or sync first: npm run ingest\n'
        : 'Nothing to write: the catalog has no such rule with a detection, or it is written about already\n',
    );
    return ids.length === 0 ? EXIT.nothing : EXIT.ok;
  }
  process.stderr.write(`${candidates.length} of ${ids.length} rules are to be written of\n`);
  if (values['dry-run'] || candidates.length === 0) return EXIT.ok;
  warnOfPlainText(endpoint);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.abort(new Error(`Stopped by ${signal}`)));
  }
  const titles = new Map(candidates.map(({ title, input }) => [input.ruleId, title]));
  let done = 0;
  const summary = await writeTexts(
    candidates.map(({ input }) => input),
    {
      endpoint,
      lexicon: currentLexicon(),
      limits,
      ...numbers,
      stream: values.stream,
      signal: interrupted.signal,
      save: ({ ruleId, hash }, checked) =>
        saveModelText(ruleId, {
          inputHash: hash,
          model: endpoint.model,
          writtenAt: new Date(),
          text: checked && checked.text.hypothesis.length > 0 ? checked.text : EMPTY,
          dropped: checked?.dropped.length ?? 0,
        }),
      onResult: (result) => {
        done += 1;
        const title = titles.get(result.ruleId) ?? result.ruleId;
        process.stderr.write(`${done} of ${candidates.length} ${lineOf(title, result)}\n`);
        if (values.verbose) process.stderr.write(droppedOf(result));
      },
    },
  );
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.stderr.write(summaryOf(summary, limits));
  return exitOf(summary);
}

function lineOf(title: string, { outcome, message, dropped }: RuleResult): string {
  const name = plainLine(title, 'title');
  const why = message ? `: ${message}` : '';
  const cut = dropped.length > 0 ? ` (${sentences(dropped.length)} dropped)` : '';
  return `${outcome} ${name}${why}${cut}`;
}

function droppedOf({ dropped }: RuleResult): string {
  return dropped
    .map(({ part, text, reason }) => `  ${part}: ${plainLine(text, 'sentence')}\n    ${reason}\n`)
    .join('');
}

const sentences = (count: number) => `${count} sentence${count === 1 ? '' : 's'}`;

function summaryOf(summary: RunSummary, { priceIn, priceOut }: Limits): string {
  const { written, refused, failed, dropped, spent, stopped } = summary;
  const { requests, input, output, cost } = spent;
  const money = priceIn + priceOut > 0 ? `, ${cost.toFixed(4)} EUR` : '';
  return [
    `${written} written, ${refused} refused, ${failed} failed; ${sentences(dropped)} dropped`,
    `${requests} requests, ${input} tokens of prompts, ${output} of answers${money}`,
    ...(stopped ? [`Stopped: ${stopped.reason}. Run it again to go on.`] : []),
    ...(written > 0 ? ['Read what was written: npm run review'] : []),
    '',
  ].join('\n');
}

function exitOf({ stopped, failed }: RunSummary): number {
  if (stopped) return EXIT[stopped.by];
  return failed > 0 ? EXIT.failed : EXIT.ok;
}

async function idsOf(query: string): Promise<string[]> {
  const { rules, mistakes } = await findRules({ ...NO_FILTER, q: query, sort: 'level' });
  for (const mistake of mistakes) process.stderr.write(`${describeMistake(mistake)}\n`);
  return rules.map(({ id }) => id);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        query: { type: 'string' },
        rule: { type: 'string', multiple: true },
        again: { type: 'boolean', default: false },
        limit: { type: 'string' },
        'max-requests': { type: 'string' },
        'max-tokens': { type: 'string' },
        'max-cost': { type: 'string' },
        'price-in': { type: 'string' },
        'price-out': { type: 'string' },
        concurrency: { type: 'string' },
        'answer-tokens': { type: 'string' },
        timeout: { type: 'string' },
        stream: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function readLimits(values: ReturnType<typeof readArguments>): Limits {
  const requests = wholeNumber('max-requests', values['max-requests'], 1, 10_000_000);
  const tokens = wholeNumber('max-tokens', values['max-tokens'], 1, 1_000_000_000_000);
  const cost = amount('max-cost', values['max-cost']);
  const [priceIn, priceOut] = [
    amount('price-in', values['price-in']),
    amount('price-out', values['price-out']),
  ];
  if (cost !== null && (priceIn === null || priceOut === null)) {
    throw new UsageError('--max-cost needs --price-in and --price-out');
  }
  const isLimited = [requests, tokens, cost, values.limit ?? null].some((each) => each !== null);
  return {
    requests: isLimited ? requests : DEFAULT_REQUESTS,
    tokens,
    cost,
    priceIn: priceIn ?? 0,
    priceOut: priceOut ?? 0,
  };
}

function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(
    `--${name} must be a whole number from ${least} to ${most}; it is "${text}"`,
  );
}

function amount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be an amount such as 0.25; it is "${text}"`);
}

function readModel(): ModelSettings {
  const { model } = readEnvironment(process.env);
  if (model) return model;
  throw new UsageError(
    'No model is set. Set ENRICH_MODEL_URL and ENRICH_MODEL, such as http://127.0.0.1:11434/v1 and llama3.1:8b',
  );
}

function warnOfPlainText({ url, key }: ModelSettings): void {
  const { protocol, hostname } = new URL(url);
  const isNear = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && key !== null && !isNear) {
    process.stderr.write('warning: ENRICH_MODEL_URL is http, so the key is sent unencrypted\n');
  }
  if (wireFormat(url) === 'anthropic' && key === null) {
    throw new UsageError('ENRICH_MODEL_KEY must be set for an endpoint of Anthropic');
  }
}

runCatalogCommand(main, EXIT);
