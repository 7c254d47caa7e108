import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSignIn } from '@/lib/sign-in-settings.mjs';
import { signInGate } from './gate.mjs';

/** What everything behind the gate answers. */
export const CATALOG = 'the catalog';

/** With this in the header X-Own, the server asks itself. */
export const OWN = 'this server itself';

export interface GateFixture {
  readonly url: string;
  readonly folder: string;
  /** Milliseconds since 1970, by which the gate goes. */
  readonly clock: { time: number };
  /** Where a name such as `tokens.yml` is a file of this fixture. */
  file(name: string): string;
  /** The events of the audit log so far. */
  audited(): Record<string, string>[];
  stop(): void;
}

/** A server with the gate in front, whose settings may depend on its address. */
export async function startGate(
  settingsFor: (at: {
    url: string;
    file: (name: string) => string;
  }) => Record<string, string> | Promise<Record<string, string>>,
  { folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-sign-in-')), isHealthy = true } = {},
): Promise<GateFixture> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = { time: Date.now() };
  const file = (name: string) => path.join(folder, name);
  const log = file('audit.jsonl');
  const gate = signInGate({
    settings: readSignIn({ AUDIT_LOG: log, ...(await settingsFor({ url, file })) }, folder),
    folder: file('sign-in'),
    publicFiles: new Set(['/_next/static/chunks/a.js']),
    trustsProxy: false,
    isOwn: ({ headers }) => headers['x-own'] === OWN,
    isHealthy: async () => isHealthy,
    now: () => clock.time,
  });
  server.on('request', (request, response) => {
    if (gate(request, response)) return;
    response
      .writeHead(200, { 'Cache-Control': 'public, max-age=60' })
      .end(`${CATALOG} for ${request.headers['watchfloor-reader']}`);
  });
  return {
    url,
    folder,
    clock,
    file,
    audited: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
