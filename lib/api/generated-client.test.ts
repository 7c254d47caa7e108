import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DUMP, makeRules } from '@/lib/mcp/rules-fixture';
import { answerApi } from './answer-api';
import { openApiDocument } from './openapi';
import { API_ROOT } from './operations';

// A client as somebody else makes it: types from the document by openapi-typescript, requests by openapi-fetch.

const PROGRAM = `import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

const client = createClient<paths>({ baseUrl: process.argv[2] });
const { data: list, response } = await client.GET('/api/v1/rules', {
  params: { query: { level: ['critical'], technique: ['T1003'], limit: 1 } },
});
const id: string = list?.items[0]?.id ?? '';
const { data: found } = await client.GET('/api/v1/rules/{id}', { params: { path: { id } } });
const rule = found as components['schemas']['Rule'];
const kql: string[] = rule.queries.flatMap((query) => query.kql ?? []);
const { error } = await client.GET('/api/v1/rules/{id}', { params: { path: { id: 'unknown' } } });
const { data: coverage } = await client.GET('/api/v1/coverage');
console.log(
  JSON.stringify({
    id,
    etag: response.headers.get('etag'),
    licence: rule.licence,
    queries: kql.length,
    problem: error?.detail,
    rules: coverage?.rules,
  }),
);
`;

/** What the compiler must find wrong, because the document does not have it. */
const WRONG = `import createClient from 'openapi-fetch';
import type { paths } from './schema';

const client = createClient<paths>({ baseUrl: '' });
await client.GET('/api/v1/rules', { params: { query: { limit: 'ten' } } });
await client.GET('/api/v1/rules/{id}', { params: { path: {} } });
await client.GET('/api/v2/rules', {});
const { data } = await client.GET('/api/v1/status');
data?.nothing;
`;

let folder: string;
let server: Server;
let end: () => void;

beforeAll(async () => {
  const fixture = await makeRules();
  const former = process.env.DATABASE_URL;
  process.env.DATABASE_URL = `file:${fixture.databaseFile}`;
  folder = mkdtempSync(path.join(tmpdir(), 'generated-client-'));
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const parts = pathname
      .slice(API_ROOT.length + 1)
      .split('/')
      .map(decodeURIComponent);
    const answer = await answerApi({
      path: parts,
      query: searchParams,
      origin: 'http://localhost',
      knows: null,
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  end = () => {
    if (former === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = former;
    fixture.remove();
  };
});

afterAll(() => {
  server?.close();
  end?.();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Compiles a program of the folder with strict types; the messages of what is wrong. */
function compile(name: string): string[] {
  const program = ts.createProgram([path.join(folder, name)], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    typeRoots: [path.resolve('node_modules/@types')],
    paths: { 'openapi-fetch': [path.resolve('node_modules/openapi-fetch/dist/index.d.mts')] },
    outDir: folder,
    skipLibCheck: true,
  });
  program.emit();
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

it('a client that is generated from the document compiles, and gets what it is typed for', async () => {
  const document = JSON.stringify(openApiDocument('http://localhost'));
  write('schema.d.ts', astToString(await openapiTS(document)));
  write('program.ts', PROGRAM);
  expect(compile('program.ts')).toEqual([]);
  const emitted = readFileSync(path.join(folder, 'program.js'), 'utf8');
  const library = path.resolve('node_modules/openapi-fetch/dist/index.mjs');
  write('program.mjs', emitted.replace("'openapi-fetch'", `'file://${library}'`));
  const { port } = server.address() as AddressInfo;
  const told = await run('program.mjs', `http://127.0.0.1:${port}`);
  expect(told).toEqual({
    id: DUMP,
    etag: expect.stringMatching(/^W\/"2-/),
    licence: 'MIT',
    queries: 3,
    problem: expect.stringContaining('nothing with this id'),
    rules: 3,
  });

  write('wrong.ts', WRONG);
  const [limit, id, address, field, ...more] = compile('wrong.ts');
  expect(limit).toContain("'string' is not assignable to type 'number");
  expect(id).toContain("'id' is missing");
  expect(address).toContain('/api/v2/rules');
  expect(field).toContain("'nothing' does not exist");
  expect(more).toEqual([]);
});

async function run(name: string, url: string): Promise<unknown> {
  const child = spawn(process.execPath, [path.join(folder, name), url]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(errors).toBe('');
  expect(code).toBe(0);
  return JSON.parse(output);
}
