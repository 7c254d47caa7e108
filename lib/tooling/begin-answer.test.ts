import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { answerBeginner } from './begin-answer.mjs';

type Options = Parameters<typeof answerBeginner>[0];
const PLAIN: Options = { trustsProxy: false, publicUrl: '', hstsSeconds: 0, onEnd: null };

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** What a server answers that begins its answers so, and writes its headers as a list if `asList`. */
async function ask(
  options: Partial<Options>,
  headers: Record<string, string> = {},
  { asList = false, path = '/' } = {},
) {
  const begin = answerBeginner({ ...PLAIN, ...options });
  let seen: string | undefined;
  server = createServer((request, response) => {
    begin(request, response);
    seen = String(request.headers['x-request-id']);
    if (asList) response.writeHead(200, ['content-type', 'text/plain']);
    else response.setHeader('content-type', 'text/plain');
    response.end('x');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  await response.text();
  return { answer: response.headers, seen };
}

it.each([true, false])('sends an id of its own back (headers as a list: %s)', async (asList) => {
  const { answer, seen } = await ask({}, { 'x-request-id': 'from-anyone' }, { asList });
  expect(answer.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.get('x-request-id')).toBe(seen);
  expect(answer.get('content-type')).toBe('text/plain');
  expect(answer.has('strict-transport-security')).toBe(false);
});

it('takes the id of a trusted proxy, if it is harmless', async () => {
  const { answer } = await ask({ trustsProxy: true }, { 'x-request-id': 'a.b:c_d-1' });
  expect(answer.get('x-request-id')).toBe('a.b:c_d-1');
});

it.each(['a b', '<script>', 'x'.repeat(129), '"}'])('takes no id such as %s', async (given) => {
  const { answer } = await ask({ trustsProxy: true }, { 'x-request-id': given });
  expect(answer.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

it.each<[string, Partial<Options>, Record<string, string>, string | null]>([
  ['by the public address', { publicUrl: 'https://a.example' }, {}, 'max-age=60'],
  ['not by http', { publicUrl: 'http://a.example' }, { 'x-forwarded-proto': 'https' }, null],
  [
    'by a trusted proxy',
    { trustsProxy: true },
    { 'x-forwarded-proto': 'http, https' },
    'max-age=60',
  ],
  ['not by any proxy', {}, { 'x-forwarded-proto': 'https' }, null],
])('asks for https %s', async (_, options, headers, expected) => {
  const { answer } = await ask({ ...options, hstsSeconds: 60 }, headers);
  expect(answer.get('strict-transport-security')).toBe(expected);
});

it('tells the end of an answer, without the query', async () => {
  const ended = new Promise<Record<string, unknown>>((resolve) => {
    void ask({ onEnd: resolve }, {}, { path: '/rules/a?q=secret' });
  });
  expect(await ended).toMatchObject({ method: 'GET', path: '/rules/a', status: 200 });
});
