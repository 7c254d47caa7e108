import { afterEach, describe, expect, it } from 'vitest';
import { post } from './post';
import { type ReceiverFixture, startReceiver } from './receiver-fixture';

const MESSAGE = { body: '{"a":"ß"}', headers: { 'content-type': 'application/json' } };

let receivers: ReceiverFixture[] = [];
afterEach(async () => {
  for (const receiver of receivers) await receiver.close();
  receivers = [];
});

async function receiver(...args: Parameters<typeof startReceiver>): Promise<ReceiverFixture> {
  const started = await startReceiver(...args);
  receivers.push(started);
  return started;
}

describe('post', () => {
  it('delivers to the address that was looked up, under the name that was asked for', async () => {
    const { port, received } = await receiver();
    const lookups: string[] = [];
    const posted = await post(new URL(`http://hooks.example:${port}/in?key=1`), MESSAGE, {
      allowPrivate: true,
      resolve: async (hostname) => {
        lookups.push(hostname);
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    expect(posted).toMatchObject({ isDelivered: true, status: 204, error: null });
    expect(lookups).toEqual(['hooks.example']);
    expect(received).toEqual([
      {
        path: '/in?key=1',
        body: MESSAGE.body,
        headers: expect.objectContaining({
          host: `hooks.example:${port}`,
          'content-type': 'application/json',
          'content-length': '10',
        }),
      },
    ]);
  });

  it('connects to no private address unless that is allowed', async () => {
    const { url, received } = await receiver();
    const posted = await post(new URL(url), MESSAGE, { allowPrivate: false });
    expect(posted).toMatchObject({ isDelivered: false, isFinal: true, status: null });
    expect(posted.error).toContain('private or reserved');
    expect(received).toEqual([]);
  });

  it('follows no redirect', async () => {
    const target = await receiver();
    const { url } = await receiver(
      (response) => void response.writeHead(307, { location: target.url }).end(),
    );
    const posted = await post(new URL(url), MESSAGE, { allowPrivate: true });
    expect(posted).toMatchObject({ isDelivered: false, status: 307, isFinal: false });
    expect(posted.error).toContain('redirects');
    expect(target.received).toEqual([]);
  });

  it('ends a receiver that does not answer, and one that answers without end', async () => {
    const silent = await receiver(() => {});
    const options = { allowPrivate: true, timeoutMs: 300 };
    const posted = await post(new URL(silent.url), MESSAGE, options);
    expect(posted).toMatchObject({ isDelivered: false, error: 'it did not answer in time' });
    const endless = await receiver((response) => {
      response.writeHead(200);
      response.on('close', () => clearInterval(timer));
      const timer = setInterval(() => response.write('x'.repeat(4096)), 1);
    });
    const started = Date.now();
    const answered = await post(new URL(endless.url), MESSAGE, { allowPrivate: true });
    expect(answered.isDelivered).toBe(true);
    expect(Date.now() - started).toBeLessThan(9000);
  });

  it('tells the status, a word of the answer, and when to come again, and nothing else', async () => {
    const busy = await receiver(
      (response) => void response.writeHead(429, { 'retry-after': '120' }).end('rate_limited'),
    );
    expect(await post(new URL(busy.url), MESSAGE, { allowPrivate: true })).toMatchObject({
      error: 'it answered 429, rate_limited',
      retryAfter: 120_000,
      isFinal: false,
    });
    const talkative = await receiver(
      (response) => void response.writeHead(400).end('no such hook: /services/T0/secret'),
    );
    const refused = await post(new URL(talkative.url), MESSAGE, { allowPrivate: true });
    expect(refused.error).toBe('it answered 400');
    const gone = await receiver((response) => void response.writeHead(410).end());
    expect(await post(new URL(gone.url), MESSAGE, { allowPrivate: true })).toMatchObject({
      isFinal: true,
    });
    const nobody = await post(new URL('http://127.0.0.1:9/secret-path'), MESSAGE, {
      allowPrivate: true,
    });
    expect(nobody.error).toBe('it could not be reached (ECONNREFUSED)');
  });
});
