import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, makeFixture } from '@/lib/ingest/sync-fixture';
import { DUMP, dumpEvents, dumpRule } from '@/lib/mcp/rules-fixture';

// Programs start the command themselves and speak to it over stdin and stdout, as the SDK's client does here.

const COMMAND = ['--import', 'tsx', path.resolve('lib/commands/mcp.ts')];

let fixture: Fixture;

beforeAll(async () => {
  fixture = makeFixture();
  fixture.put('rules/dump.yml', dumpRule());
  await fixture.sync();
});

afterAll(() => fixture.remove());

const environment = () => ({ ...process.env, DATABASE_URL: fixture.url });

async function connect(options: ClientOptions): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, options);
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: COMMAND,
      env: environment() as Record<string, string>,
    }),
    { timeout: 120_000 },
  );
  return client;
}

/** Calls a tool as a client does that follows the answer: it tries again when it is told to. */
async function ask(client: Client, name: string, args: Record<string, unknown>) {
  for (;;) {
    const { structuredContent, content } = await client.callTool(
      { name, arguments: args },
      { timeout: 120_000 },
    );
    const text = content[0]?.type === 'text' ? content[0].text : '';
    // biome-ignore lint/suspicious/noExplicitAny: each tool has its own shape, which the client checks
    if (structuredContent) return structuredContent as any;
    expect(text).toMatch(/Try/);
  }
}

describe.each([
  ['an old client', {}, '2025-11-25'],
  [
    'a new client',
    { versionNegotiation: { mode: { pin: '2026-07-28' }, probe: { timeoutMs: 120_000 } } },
    '2026-07-28',
  ],
] satisfies [string, ClientOptions, string][])('%s', (_, options, version) => {
  it('finds a rule that its tables can run, takes its query for Defender, and proves it', async () => {
    const client = await connect(options);
    try {
      expect(client.getNegotiatedProtocolVersion()).toBe(version);
      const tables = { defender: ['DeviceProcessEvents'] };
      const found = await ask(client, 'search_rules', { query: 'technique:T1003.001', tables });
      expect(found.rules[0].id).toBe(DUMP);
      const query = await ask(client, 'get_query', {
        id: found.rules[0].id,
        target: found.rules[0].query.target,
        format: 'defender-json',
      });
      expect(JSON.parse(query.text)).toMatchObject({
        displayName: 'Process Memory Dumped Through Comsvcs.dll',
        status: 'disabled',
      });
      const proof = await ask(client, 'prove', { id: found.rules[0].id, events: dumpEvents() });
      expect(proof.summary).toContain('defender-xdr agrees on');
      expect(proof.verdicts[0].queries).toContainEqual(
        expect.objectContaining({ target: 'defender-xdr', fires: true }),
      );
    } finally {
      await client.close();
    }
  });
});

it('ends when stdin ends, having written nothing that is not an answer', async () => {
  const child = spawn(process.execPath, COMMAND, { env: environment() });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const ended = once(child, 'exit');
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  };
  child.stdin.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\nnot json\n`,
  );
  while (!output.includes('\n')) await once(child.stdout, 'data');
  child.stdin.end();
  expect((await ended)[0]).toBe(0);
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ id: 1, result: { protocolVersion: '2025-06-18' } });
  for (const line of lines) expect(line.jsonrpc).toBe('2.0');
});

it('explains itself, and refuses other arguments', async () => {
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [...COMMAND, ...args], { env: environment() });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        printed += part;
      });
    }
    const [code] = await once(child, 'exit');
    return { code, printed };
  };
  expect(await run('--help')).toMatchObject({
    code: 0,
    printed: expect.stringContaining('npm run --silent mcp'),
  });
  expect(await run('--port', '1')).toMatchObject({
    code: 2,
    printed: expect.stringContaining('--help'),
  });
});
