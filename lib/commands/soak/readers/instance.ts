import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import { environmentOf } from '@/lib/tooling/own-environment';
import { spawnWebServer } from '@/lib/tooling/spawn-web-server';

const START_MS = 300_000;

/** A web server on a port that it keeps, however often it is ended and started. */
export class ServedInstance {
  readonly port: number;
  private readonly url: string;
  private child: ChildProcess | null = null;

  /** `url`: the catalog, as DATABASE_URL has it. */
  constructor(port: number, url: string) {
    this.port = port;
    this.url = url;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts it, and waits until it is healthy. Returns the seconds that this took. */
  async start(): Promise<number> {
    const started = performance.now();
    const child = spawnWebServer(this.port, { ...environmentOf(this.url), WARM: '1' });
    this.child = child;
    while (performance.now() - started < START_MS && child.exitCode === null) {
      if (await this.isHealthy()) return (performance.now() - started) / 1000;
      await setTimeout(100);
    }
    throw new Error(`the instance on port ${this.port} is not healthy`);
  }

  /** Ends it by a signal. Returns the seconds until its process was gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number> {
    const { child } = this;
    if (!child) return 0;
    const started = performance.now();
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    this.child = null;
    return (performance.now() - started) / 1000;
  }

  async close(): Promise<void> {
    if (this.child) await endChildren([this.child]);
  }

  /** The id of the last sync that it shows; null if it does not answer. */
  async shownSync(): Promise<number | null> {
    const answer = await this.ask('/api/v1/status?fields=sync');
    if (!answer?.ok) return null;
    const { sync } = (await answer.json()) as { sync: { id: number } | null };
    return sync?.id ?? null;
  }

  /** Asks for pages one after the other, so that they are made. */
  async visit(paths: readonly string[]): Promise<void> {
    for (const each of paths) await (await this.ask(each))?.text();
  }

  private async isHealthy(): Promise<boolean> {
    return (await this.ask('/api/health'))?.status === 200;
  }

  /** Null while nobody listens. */
  private ask(path: string): Promise<Response | null> {
    return fetch(`http://127.0.0.1:${this.port}${path}`).catch(() => null);
  }
}
