import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { serveBelow } from './serve-below.mjs';

/** What a client of a server below `/base` gets, and the address that the server was asked for. */
async function ask(path: string, answer: (response: ServerResponse) => void) {
  let url = '';
  const server = createServer((request, response) => {
    serveBelow('/base', request, response);
    url = request.url ?? '';
    answer(response);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { headers } = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
  await new Promise((resolve) => server.close(resolve));
  return { url, headers };
}

it.each([
  ['/base', '/'],
  ['/base/rules/a?b=c', '/rules/a?b=c'],
  ['/rules/a', '/rules/a'],
])('is asked for %s as %s', async (path, expected) => {
  expect((await ask(path, () => {})).url).toBe(expected);
});

const COOKIE = 'theme=dark; Path=/; HttpOnly';
const MOVED = {
  location: '/base/a',
  link: '</base/x.woff2>; rel=preload',
  cookie: ['theme=dark; Path=/base; HttpOnly'],
};

it.each<[string, (response: ServerResponse) => void]>([
  [
    'set before',
    (response) => {
      response.setHeader('Location', '/a');
      response.setHeader('Link', '</x.woff2>; rel=preload');
      response.setHeader('Set-Cookie', [COOKIE]);
      response.writeHead(303);
    },
  ],
  [
    'written as a list',
    (response) =>
      response.writeHead(303, [
        'Location',
        '/a',
        'Link',
        '</x.woff2>; rel=preload',
        'Set-Cookie',
        COOKIE,
      ]),
  ],
  [
    'written by name',
    (response) =>
      response.writeHead(303, {
        Location: '/a',
        Link: '</x.woff2>; rel=preload',
        'Set-Cookie': COOKIE,
      }),
  ],
])('moves the addresses of headers that are %s', async (_, answer) => {
  const { headers } = await ask('/base/', answer);
  expect({
    location: headers.get('location'),
    link: headers.get('link'),
    cookie: headers.getSetCookie(),
  }).toEqual(MOVED);
});

it('leaves a cookie that browsers take for the whole host only', async () => {
  const cookie = '__Host-session=a; Path=/; Secure; HttpOnly';
  const { headers } = await ask('/base/', (response) => response.setHeader('Set-Cookie', cookie));
  expect(headers.getSetCookie()).toEqual([cookie]);
});
