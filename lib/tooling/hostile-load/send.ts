import { type IncomingMessage, request } from 'node:http';

export interface Answer {
  /** 0 if the connection failed. */
  readonly status: number;
  readonly milliseconds: number;
  readonly bytes: number;
}

/**
 * Sends one request from the local address `from` and reads its answer to the end. The loopback network
 * has many addresses (127.0.0.2, 127.0.0.3, …) on Linux, and the server takes each for another client.
 */
export function send(url: URL, from: string, body?: string): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve) => {
    let bytes = 0;
    const end = (status: number) =>
      resolve({ status, bytes, milliseconds: performance.now() - started });
    const read = (response: IncomingMessage) => {
      response.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      response.on('end', () => end(response.statusCode ?? 0));
      response.on('error', () => end(0));
    };
    const options = {
      localAddress: from,
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    };
    request(url, options, read)
      .on('error', () => end(0))
      .end(body);
  });
}
