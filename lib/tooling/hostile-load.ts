import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { largest } from '@/lib/long-lists';
import { HOSTILE, SMALL } from './hostile-load/requests';
import { type Answer, send } from './hostile-load/send';

const HELP = `npx tsx lib/tooling/hostile-load.ts [URL] [--clients N] [--seconds N] [--same-client]

Keeps N hostile translations under way at a running server, and meanwhile measures a small translation
and a feed page. Prints milliseconds and status codes.

  URL            default: http://127.0.0.1:3000
  --clients N    hostile requests at once (default: 50)
  --seconds N    how long (default: 30)
  --same-client  send them from the address that also sends the small translation. Otherwise each comes
                 from an address of its own (127.0.0.2 and up), which needs Linux.
  --help         print this help
`;

const OURS = '127.0.0.1';
/** Each hostile client sends again this long after an answer; we, this long after ours. */
const PAUSE_MS = 500;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clients: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '30' },
      'same-client': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const server = positionals[0] ?? 'http://127.0.0.1:3000';
  const translate = new URL('/api/translate', server);
  const small = JSON.stringify(SMALL);
  print('small translation, cold', [await send(translate, OURS, small)]);
  print('small translation, alone', await times(5, () => send(translate, OURS, small)));
  print('feed page, alone', await times(5, () => send(new URL('/', server), OURS)));

  const until = performance.now() + Number(values.seconds) * 1000;
  const bodies = [...HOSTILE.values()].map((body) => JSON.stringify(body));
  const hostile = Array.from({ length: Number(values.clients) }, (_, at) => {
    const from = values['same-client'] ? OURS : `127.0.0.${at + 2}`;
    return repeat(until, () => send(translate, from, bodies[at % bodies.length]));
  });
  const [translations, pages] = await Promise.all([
    repeat(until, () => send(translate, OURS, small)),
    repeat(until, () => send(new URL('/', server), OURS)),
  ]);
  const given = (answer: Answer) => answer.status === 200;
  print('small translation, under load', translations);
  print('  of these answered', translations.filter(given));
  print(
    '  of these refused',
    translations.filter((answer) => !given(answer)),
  );
  print('feed page, under load', pages);
  print('hostile translations', (await Promise.all(hostile)).flat());
}

async function times(count: number, run: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < count; at++) answers.push(await run());
  return answers;
}

async function repeat(until: number, run: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (performance.now() < until) {
    answers.push(await run());
    await sleep(PAUSE_MS);
  }
  return answers;
}

function print(name: string, answers: readonly Answer[]): void {
  if (answers.length === 0) return;
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number) => {
    const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return `${Math.round(sorted[place] ?? 0)}`.padStart(6);
  };
  const statuses = new Map<number, number>();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const counted = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  const most = largest(
    answers.map(({ bytes }) => bytes),
    0,
  );
  process.stdout.write(
    `${name.padEnd(32)} p50${at(0.5)} ms  p95${at(0.95)} ms  max${at(1)} ms  up to ${Math.round(most / 1024)} KiB  ${counted}\n`,
  );
}

await main();
