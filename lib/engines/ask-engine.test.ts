import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askEngine } from './ask-engine';
import { chooseEngine } from './choose-engine';
import { defender } from './defender';
import { kusto } from './kusto';
import { logAnalytics } from './log-analytics';
import { tokenSource } from './token';
import type { EngineProtocol } from './types';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** A server that answers each request with the next of these. */
async function serve(...answers: ((response: ServerResponse) => void)[]) {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    answers[Math.min(asked.length, answers.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { base, asked };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

const ask = (protocol: EngineProtocol, change: { retries?: number; timeoutMs?: number } = {}) =>
  askEngine(protocol, 'print 1', {
    token: 'secret-token',
    timeoutMs: 5000,
    retries: 2,
    waitMs: 1,
    signal: new AbortController().signal,
    ...change,
  });

const FRAMES = [
  { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' },
  { FrameType: 'DataTable', TableId: 0, TableKind: 'QueryProperties', Columns: [], Rows: [] },
  {
    FrameType: 'DataTable',
    TableId: 1,
    TableKind: 'PrimaryResult',
    Columns: [
      { ColumnName: 'Verdict', ColumnType: 'string' },
      { ColumnName: 'Cases', ColumnType: 'long' },
    ],
    Rows: [['Passed', 3]],
  },
  {
    FrameType: 'DataTable',
    TableId: 2,
    TableKind: 'QueryCompletionInformation',
    Columns: [{ ColumnName: 'EventTypeName' }, { ColumnName: 'Payload' }],
    Rows: [
      ['QueryInfo', '{}'],
      [
        'QueryResourceConsumption',
        JSON.stringify({
          ExecutionTime: 0.0156,
          resource_usage: { cpu: { 'total cpu': '00:00:01.5' } },
          input_dataset_statistics: { rows: { scanned: 12 }, extents: { scanned_size: 2048 } },
        }),
      ],
    ],
  },
  { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false },
];

describe('Kusto', () => {
  it('is asked with query and database, and its frames are read with what the query took', async () => {
    const { base, asked } = await serve(json(200, FRAMES));
    const answer = await ask(kusto(base, 'NetDefaultDB'));
    expect(answer).toEqual({
      rows: [{ Verdict: 'Passed', Cases: 3 }],
      cost: { elapsedMs: 15.6, cpuMs: 1500, scannedRows: 12, scannedBytes: 2048 },
    });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/v2/rest/query',
      body: { db: 'NetDefaultDB', csl: 'print 1' },
      headers: { authorization: 'Bearer secret-token' },
    });
  });

  it('is not believed if it stopped before the end', async () => {
    const failed = {
      FrameType: 'DataSetCompletion',
      HasErrors: true,
      OneApiErrors: [{ error: { code: 'LimitsExceeded', '@message': 'Query is too large' } }],
    };
    const { base } = await serve(
      json(200, [...FRAMES.slice(0, -1), failed]),
      json(200, FRAMES.slice(0, -1)),
      json(200, [
        { ...FRAMES[2], Rows: [{ OneApiErrors: [{ error: { message: 'Out of memory' } }] }] },
        FRAMES[4],
      ]),
    );
    const engine = kusto(base, 'db');
    await expect(ask(engine)).rejects.toMatchObject({
      kind: 'partial',
      message: expect.stringContaining('Query is too large'),
    });
    await expect(ask(engine)).rejects.toMatchObject({ kind: 'malformed' });
    await expect(ask(engine)).rejects.toMatchObject({
      kind: 'partial',
      message: expect.stringContaining('Out of memory'),
    });
  });

  it('says why it refuses a query', async () => {
    const error = { error: { code: 'General_BadRequest', '@message': 'Syntax error: at 1:5' } };
    const { base } = await serve(json(400, error));
    await expect(ask(kusto(base, 'db'))).rejects.toMatchObject({
      kind: 'query',
      message: expect.stringContaining('Syntax error: at 1:5'),
    });
  });
});

describe('Log Analytics', () => {
  const ID = '11111111-1111-4111-8111-111111111111';
  const answer = {
    tables: [{ name: 'PrimaryResult', columns: [{ name: 'Cases', type: 'long' }], rows: [[3]] }],
    statistics: {
      query: { executionTime: 0.5, resourceUsage: { cpu: { totalCpu: '00:00:00.25' } } },
    },
  };

  it('is asked for a workspace, with what the query took', async () => {
    const { base, asked } = await serve(json(200, answer));
    await expect(ask(logAnalytics(base, ID))).resolves.toEqual({
      rows: [{ Cases: 3 }],
      cost: { elapsedMs: 500, cpuMs: 250, scannedRows: null, scannedBytes: null },
    });
    expect(asked[0]).toMatchObject({
      url: `/v1/workspaces/${ID}/query`,
      body: { query: 'print 1' },
    });
    expect(asked[0]?.headers.prefer).toContain('include-statistics=true');
  });

  it('is not believed if an error stands beside its tables', async () => {
    const error = {
      code: 'PartialError',
      message: 'There were some errors when processing your query.',
      innererror: {
        code: 'x',
        innererror: { message: 'The results of this query exceed the limit' },
      },
    };
    const { base } = await serve(json(200, { ...answer, error }));
    await expect(ask(logAnalytics(base, ID))).rejects.toMatchObject({
      kind: 'partial',
      message: expect.stringContaining('exceed the limit'),
    });
  });
});

describe('Defender XDR', () => {
  it('is asked by Graph, and its results are rows', async () => {
    const results = [{ Cases: 3, Verdict: 'Passed' }];
    const { base, asked } = await serve(json(200, { schema: [{ name: 'Cases' }], results }));
    expect((await ask(defender(base))).rows).toEqual(results);
    expect(asked[0]).toMatchObject({
      url: '/v1.0/security/runHuntingQuery',
      body: { Query: 'print 1' },
    });
  });
});

describe('any engine', () => {
  it('is asked again after the time that it names', async () => {
    const { base, asked } = await serve(
      json(429, { error: { message: 'slow down' } }, { 'Retry-After': '0' }),
      json(503, {}),
      json(200, FRAMES),
    );
    await expect(ask(kusto(base, 'db'))).resolves.toMatchObject({ rows: [{ Cases: 3 }] });
    expect(asked).toHaveLength(3);
  });

  it('is given up after some tries', async () => {
    const { base, asked } = await serve(json(429, { error: { message: 'slow down' } }));
    await expect(ask(kusto(base, 'db'))).rejects.toMatchObject({
      kind: 'busy',
      message: expect.stringMatching(/429: slow down; asked 3 times/),
    });
    expect(asked).toHaveLength(3);
  });

  it('that lets nobody ask is asked once, and no message has the token', async () => {
    const { base, asked } = await serve(json(403, { error: { message: 'No permission' } }));
    const failure = await ask(kusto(base, 'db')).catch((error: Error) => error);
    expect(failure).toMatchObject({ kind: 'denied' });
    expect(String(failure)).toContain('403: No permission');
    expect(String(failure)).not.toContain('secret-token');
    expect(asked).toHaveLength(1);
  });

  it('is never followed to another address with the token', async () => {
    const { base, asked } = await serve((response) => {
      response.writeHead(307, { Location: '/elsewhere' });
      response.end();
    });
    await expect(ask(kusto(base, 'db'))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('has to answer in time, and in JSON', async () => {
    const slow = await serve(() => undefined);
    await expect(ask(kusto(slow.base, 'db'), { timeoutMs: 50 })).rejects.toMatchObject({
      kind: 'late',
    });
    server?.closeAllConnections();
    const { base } = await serve((response) => response.end('<html>'));
    await expect(ask(kusto(base, 'db'))).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('a chosen engine', () => {
  const choice = {
    cluster: undefined,
    database: undefined,
    workspace: undefined,
    address: undefined,
  };

  it('has Microsoft’s addresses and scopes', () => {
    const workspace = '11111111-1111-4111-8111-111111111111';
    expect(chooseEngine({ ...choice, engine: 'log-analytics', workspace }).url.href).toBe(
      `https://api.loganalytics.azure.com/v1/workspaces/${workspace}/query`,
    );
    expect(chooseEngine({ ...choice, engine: 'defender' })).toMatchObject({
      scope: 'https://graph.microsoft.com/.default',
    });
  });

  it('names what is missing or wrong', () => {
    const wrong = (change: Partial<typeof choice> & { engine: string }) => () =>
      chooseEngine({ ...choice, ...change } as Parameters<typeof chooseEngine>[0]);
    expect(wrong({ engine: 'splunk' })).toThrow('Use one of: kusto');
    expect(wrong({ engine: 'kusto' })).toThrow('Missing --cluster');
    expect(wrong({ engine: 'log-analytics' })).toThrow('Missing --workspace');
    const http = { engine: 'kusto', cluster: 'http://kusto.example.org' };
    expect(wrong(http as never)).toThrow('must be https');
  });

  it('takes the token of the environment, and none for this machine', async () => {
    const local = kusto(new URL('http://localhost:8080'), 'db');
    expect(await tokenSource(local, null)()).toBeNull();
    const far = kusto(new URL('https://kusto.example.org'), 'db');
    expect(await tokenSource(far, 'given')()).toBe('given');
    await expect(tokenSource(far, null)()).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('ENGINE_TOKEN'),
    });
  });
});
