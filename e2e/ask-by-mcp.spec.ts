import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  Client,
  type ClientOptions,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { expect, test } from '@playwright/test';
import { ask } from './raw-request';

// What an agent does: find a rule for a technique that its tables can run, take its query for Defender in a format that
// deploys, and prove it on an event.

const RULE = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';
const EVENTS = path.join(import.meta.dirname, `../content/starter/events/${RULE}.json`);

// biome-ignore lint/suspicious/noExplicitAny: each tool has its own shape, which the client checks
async function call(client: Client, name: string, args: Record<string, unknown>): Promise<any> {
  for (;;) {
    const answer = await client.callTool({ name, arguments: args });
    if (answer.structuredContent) return answer.structuredContent;
    const [first] = answer.content;
    expect(first?.type === 'text' ? first.text : '').toMatch(/Try/);
  }
}

for (const [version, options] of [
  ['2025-11-25', {}],
  ['2026-07-28', { versionNegotiation: { mode: 'auto' } }],
] satisfies [string, ClientOptions][]) {
  test(`a client of ${version} finds a rule, takes its query and proves it`, async ({
    baseURL,
  }) => {
    test.slow();
    const client = new Client({ name: 'e2e', version: '1' }, options);
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', baseURL)));
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    const tables = { defender: ['DeviceProcessEvents'] };
    const found = await call(client, 'search_rules', { query: 'technique:T1003.001', tables });
    expect(found.rules[0]).toMatchObject({ id: RULE, page: `${baseURL}/rules/${RULE}` });
    const query = await call(client, 'get_query', {
      id: RULE,
      target: found.rules[0].query.target,
      format: 'defender-json',
    });
    expect(JSON.parse(query.text).status).toBe('disabled');
    const proof = await call(client, 'prove', { id: RULE, events: readFileSync(EVENTS, 'utf8') });
    expect(proof.verdicts[0].queries).toContainEqual(
      expect.objectContaining({ target: 'defender-xdr', fires: true }),
    );
    const { contents } = await client.readResource({ uri: `rule://${RULE}` });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown' });
    await client.close();
  });
}

test('a page of another site reaches nothing, and no client can keep a connection', async ({
  baseURL,
}) => {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  };
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
  const send = (more: Record<string, string>, body: string) =>
    ask(baseURL, 'POST', '/mcp', { headers: { ...headers, ...more }, body });
  expect((await send({}, list)).status).toBe(200);
  expect((await send({ Origin: 'http://evil.example' }, list)).status).toBe(403);
  expect((await send({ 'Sec-Fetch-Site': 'cross-site' }, list)).status).toBe(403);
  expect((await send({ Host: 'evil.example' }, list)).status).toBe(421);
  expect((await send({}, ' '.repeat(300 * 1024))).status).toBe(413);
  expect((await ask(baseURL, 'GET', '/mcp')).status).toBe(405);
});
