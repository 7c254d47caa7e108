import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseEngine, EngineFailure } from '@/lib/engines';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery, createChecker } from '@/lib/kql';
import { createContext } from '@/lib/proof';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { createTranslator, type Translation } from '@/lib/translate';
import { EngineRun, isWrongThere } from './engine-run';

// A server on 127.0.0.1 that speaks Kusto's protocol and runs what it is sent, or misbehaves as it is told.

const knowledge = readKnowledge();
const { schemas } = knowledge;
const translator = createTranslator(knowledge);
const proof = createContext(schemas, translator.version);
const checker = createChecker(schemas);

const [document] = parseRules(`title: Tool
id: 11111111-1111-4111-8111-111111111131
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\tool.exe'
    CommandLine|contains: ' -x '
  condition: selection
`);
const rule = document?.rule as DetectionRule;
const translation = translator.translate(rule, 'defender-xdr', new Map());

let mode: 'run' | 'blind' | 'deny' = 'run';
let atOnce = 0;
let most = 0;

const server = createServer(async (request, response) => {
  most = Math.max(most, ++atOnce);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { csl } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { csl: string };
  if (mode === 'deny') {
    response.writeHead(403, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'No access to the database' } }));
  } else {
    // An engine for which no text has another in it finds none of the events.
    const kql = mode === 'blind' ? csl.replaceAll(' contains ', ' == ') : csl;
    const [row = {}] = compileQuery(kql, { schemas, target: 'defender-xdr' }).run({}).rows;
    const names = Object.keys(row);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify([
        {
          FrameType: 'DataTable',
          TableKind: 'PrimaryResult',
          Columns: names.map((ColumnName) => ({ ColumnName })),
          // Kusto gives dynamic values as their JSON.
          Rows: [
            names.map((name) => (name === 'Otherwise' ? JSON.stringify(row[name]) : row[name])),
          ],
        },
        { FrameType: 'DataSetCompletion', HasErrors: false },
      ]),
    );
  }
  atOnce--;
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function runWith(change: { queries?: number; concurrency?: number } = {}): EngineRun {
  const { port } = server.address() as AddressInfo;
  return new EngineRun({
    protocol: chooseEngine({
      engine: 'kusto',
      cluster: `http://127.0.0.1:${port}`,
      database: undefined,
      workspace: undefined,
      address: undefined,
    }),
    token: async () => null,
    proof,
    schemas,
    checker,
    concurrency: change.concurrency ?? 1,
    budget: { queries: change.queries ?? 10, minutes: 1 },
  });
}

const prove = (run: EngineRun, each: Translation = translation) =>
  run.prove(rule, each, new Map(), []);

it('the verdict is the engine’s own on the rows that the query carries', async () => {
  mode = 'run';
  const [result] = await prove(runWith());
  expect(result).toMatchObject({ status: 'agrees', differ: [], failure: null });
  expect(result?.cases).toBeGreaterThan(1);
  expect(result?.asExpected).toBe(result?.cases);
});

it('an engine that finds other events than the interpreter differs, case by case', async () => {
  mode = 'blind';
  const [result] = await prove(runWith());
  expect(result?.status).toBe('differs');
  expect(result?.differ[0]).toMatch(/^Not found: /);
  expect(result && isWrongThere({ ...result, outcome: 'exact' })).toBe(true);
  expect(result && isWrongThere({ ...result, outcome: 'approximate' })).toBe(false);
});

it('an engine that lets nobody ask ends the run', async () => {
  mode = 'deny';
  await expect(prove(runWith())).rejects.toBeInstanceOf(EngineFailure);
});

it('no more is asked than the budget allows, and no more at once than is allowed', async () => {
  mode = 'run';
  most = 0;
  const run = runWith({ queries: 2, concurrency: 2 });
  const results = (await Promise.all([1, 2, 3, 4].map(() => prove(run)))).flat();
  expect(results.filter(({ status }) => status === 'agrees')).toHaveLength(2);
  const rest = results.filter(({ status }) => status === 'not run');
  expect(rest).toHaveLength(results.length - 2);
  expect(rest[0]?.failure).toContain('the 2 queries are used up');
  expect(most).toBeLessThanOrEqual(2);
});
