import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { messageOf, startWorker } from '@/lib/commands/bench/serve/load';
import { largest } from '@/lib/long-lists';
import { buildIfStale } from '@/lib/tooling/build.mjs';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import { atLeast, type Cell, figure, type Table, within } from '@/lib/tooling/figures/report';
import { freePort } from '@/lib/tooling/free-port';
import { readContent } from '../grounds/catalog-content';
import type { GroundCatalog } from '../grounds/ground';
import type { PartResult, SoakContext, SoakPart } from '../part';
import { runCommand } from '../run-command';
import { ServedInstance } from './instance';
import type { ProxyCounts, ProxyWord } from './proxy-words';
import type { ReadersFigures, ReadersTask } from './reader-words';
import { type SeenSync, SyncWatch } from './watch-syncs';

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** An instance that is asked to end is killed after this time: see lib/tooling/end-children.mjs. */
const GRACE_S = 5;
const SEEN_WITHIN_S = 5;
/** When what happens, as a share of the time that the readers read. */
const KILL_AT = 0.3;
const RESTART_AFTER_S = 5;
const ROLL_AT = 0.6;

/** A team does not sync without a pause. */
const SYNC_PAUSE_S = 20;

/** Readers behind a proxy with two instances, during syncs, a kill and a rolling restart. */
export const readersPart: SoakPart = { name: 'readers', run };

async function run(context: SoakContext): Promise<PartResult> {
  const { folder, grounds, sample, note } = context;
  const ground = grounds.find(({ name }) => name === 'PostgreSQL');
  if (!ground) {
    const rows = [['not tried: there is no PostgreSQL']];
    const table = { title: 'Two instances', columns: ['what'], rows };
    return { section: { title: 'Readers', tables: [table] }, broken: [] };
  }
  if (!buildIfStale()) throw new Error('the build failed; see the output above');
  const attack = path.join(folder, 'attack-of-readers.json');
  writeFileSync(attack, '{"type":"bundle","id":"bundle--0","objects":[]}');
  const catalog = await ground.make();
  const sync = (archive: string) =>
    runCommand(['ingest', '--source', archive, '--attack', attack, '--accept-removals'], {
      url: catalog.url,
    });
  note('readers: the first sync');
  const { code, said } = await sync(sample.before);
  if (code !== 0) throw new Error(`the first sync failed:\n${said}`);
  const stage = new ReadersStage(context, catalog, sync);
  try {
    return await stage.run();
  } finally {
    await stage.close();
    await catalog.remove();
  }
}

class ReadersStage {
  private readonly context: SoakContext;
  private readonly catalog: GroundCatalog;
  private readonly sync: (archive: string) => Promise<{ code: number | null; said: string }>;
  private instances: ServedInstance[] = [];
  private readonly children: ReturnType<typeof startWorker>[] = [];
  private readonly log: string[][] = [];
  private readonly broken: string[] = [];
  private started = performance.now();
  private isOver = false;

  constructor(
    context: SoakContext,
    catalog: GroundCatalog,
    sync: (archive: string) => Promise<{ code: number | null; said: string }>,
  ) {
    this.context = context;
    this.catalog = catalog;
    this.sync = sync;
  }

  async run(): Promise<PartResult> {
    const { readers, seconds, seed } = this.context;
    this.instances = [];
    for (const name of ['A', 'B']) {
      const instance = new ServedInstance(await freePort(), this.catalog.url);
      this.instances.push(instance);
      this.tell(`${name} starts, healthy after ${(await instance.start()).toFixed(1)} s`);
    }
    const proxy = startWorker(fileOf('./proxy-worker.ts'));
    this.children.push(proxy);
    proxy.send({ instances: this.instances.map(({ port }) => port) });
    const { port } = await messageOf<{ port: number }>(proxy);
    proxy.on('message', (word: ProxyWord) => {
      if ('is' in word) this.tell(`the proxy finds ${this.nameOf(word.instance)} ${word.is}`);
    });
    const paths = await this.paths();
    await Promise.all(this.instances.map((instance) => instance.visit(paths)));
    this.tell('each page was asked for once');
    const reading = startWorker(fileOf('./readers-worker.ts'));
    this.children.push(reading);
    const watch = new SyncWatch(this.catalog.address, this.instances);
    const watching = watch.run();
    this.started = performance.now();
    this.tell(`${readers} readers begin`);
    const task: ReadersTask = { port, paths, readers, seconds, seed };
    reading.send(task);
    const [figures, , ending] = await Promise.all([
      messageOf<ReadersFigures>(reading).finally(() => {
        this.isOver = true;
      }),
      this.keepSyncing(),
      this.illTreat(),
    ]);
    this.tell('the readers end');
    // What was synced last is to be seen, too.
    await setTimeout(SEEN_WITHIN_S * 1000);
    watch.stop();
    await watching;
    proxy.send('count');
    const { counts } = await messageOf<{ counts: Record<string, ProxyCounts> }>(proxy);
    return this.result(figures, ending, watch.seen, counts);
  }

  async close(): Promise<void> {
    this.isOver = true;
    await endChildren(this.children);
    for (const instance of this.instances) await instance.close();
  }

  /** Pages, data and the API, as people and programs ask for them. */
  private async paths(): Promise<string[]> {
    const { present } = await readContent(this.catalog.address);
    return [
      '/',
      '/?q=powershell',
      '/?level=high,critical',
      '/coverage',
      '/techniques/T1059',
      '/changes',
      '/status',
      '/feed.json',
      '/api/v1/rules?limit=20',
      '/api/suggest?q=po',
      ...present.map((id) => `/rules/${id}`),
      ...present.slice(0, 5).map((id) => `/api/v1/rules/${id}`),
    ];
  }

  private async keepSyncing(): Promise<void> {
    const { before, after } = this.context.sample;
    for (let at = 0; !this.isOver; at++) {
      this.tell(`a sync begins`);
      const { code, said } = await this.sync(at % 2 === 0 ? after : before);
      this.tell(`it ends with code ${code}`);
      if (code !== 0) this.broken.push(`a sync ended with code ${code}: ${said.slice(-400)}`);
      await setTimeout(SYNC_PAUSE_S * 1000);
    }
  }

  /** Kills B and starts it again, then restarts one after the other. Returns the seconds that each took to end. */
  private async illTreat(): Promise<{ killed: number; ended: number[] }> {
    const [a, b] = this.instances as [ServedInstance, ServedInstance];
    await this.until(KILL_AT);
    this.tell('B is killed');
    await b.end('SIGKILL');
    await setTimeout(RESTART_AFTER_S * 1000);
    this.tell('B starts');
    this.tell(`B is healthy after ${(await b.start()).toFixed(1)} s`);
    await this.until(ROLL_AT);
    const ended: number[] = [];
    for (const [name, instance] of [
      ['A', a],
      ['B', b],
    ] as const) {
      this.tell(`${name} is asked to end`);
      const seconds = await instance.end('SIGTERM');
      ended.push(seconds);
      this.tell(`${name} has ended after ${seconds.toFixed(1)} s, and starts`);
      this.tell(`${name} is healthy after ${(await instance.start()).toFixed(1)} s`);
      // The proxy looks for it again.
      await setTimeout(1_000);
    }
    return { killed: b.port, ended };
  }

  private until(share: number): Promise<void> {
    const at = this.started + share * this.context.seconds * 1000;
    return setTimeout(Math.max(0, at - performance.now()));
  }

  private nameOf(port: number): string {
    return this.instances[0]?.port === port ? 'A' : 'B';
  }

  private tell(what: string): void {
    const seconds = (performance.now() - this.started) / 1000;
    this.log.push([seconds.toFixed(1), what]);
    this.context.note(`readers: ${what}`);
  }

  private result(
    figures: ReadersFigures,
    { killed, ended }: { killed: number; ended: readonly number[] },
    seen: readonly SeenSync[],
    counts: Record<string, ProxyCounts>,
  ): PartResult {
    const failed = Object.values(figures.failures).reduce((sum, count) => sum + count, 0);
    const cut = counts[killed]?.cut ?? 0;
    for (const [what, count] of Object.entries(figures.failures)) {
      this.tell(`${count} requests failed: ${what}`);
    }
    const all = Object.values(counts);
    const shown = seen.flatMap(({ seconds }) => seconds ?? []);
    const rows: Cell[][] = [
      ['readers', figure(this.context.readers, '')],
      ['requests', figure(figures.requests, '')],
      ['failed', figure(failed, '')],
      ['cut off by the kill', figure(cut, '')],
      ['failed otherwise', figure(failed - cut, '', within(0))],
      [
        'asked again at the other instance',
        figure(
          all.reduce((sum, each) => sum + each.askedAgain, 0),
          '',
        ),
      ],
      ['median time of an answer', figure(figures.times.p50, 'ms')],
      ['95 of 100 answers within', figure(figures.times.p95, 'ms')],
      ['slowest answer', figure(figures.slowest, 'ms')],
      ['syncs that completed', figure(new Set(seen.map(({ sync }) => sync)).size, '', atLeast(1))],
      ['seen by an instance after at most', figure(largest(shown, 0), 's', within(SEEN_WITHIN_S))],
      ['ended after SIGTERM within', figure(largest(ended, 0), 's', within(GRACE_S))],
    ];
    const tables: Table[] = [
      {
        title: 'Two instances on PostgreSQL behind a proxy',
        columns: ['what', 'figure'],
        rows,
        notes: [
          'Readers keep their connections, and ask for another page three to nine seconds after an answer. Syncs run one after the other, with twenty seconds between them. The proxy asks the other instance where one closes the connection before it has begun to answer, as proxies do.',
        ],
      },
      { title: 'The log of it', columns: ['second', 'what'], rows: this.log },
    ];
    return { section: { title: 'Readers', tables }, broken: this.broken };
  }
}
