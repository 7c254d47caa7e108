import { request } from 'node:http';

export interface Answer {
  readonly type: string;
  readonly encoding: string | null;
  /** As it was sent. */
  readonly body: Buffer;
}

/** What a server on this machine answers a client that takes Brotli. Throws unless the status is 200. */
export function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'br' };
    const asked = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) {
          const { 'content-type': type = '', 'content-encoding': encoding = null } =
            response.headers;
          resolve({ type, encoding, body: Buffer.concat(chunks) });
        } else reject(new Error(`${path} was answered with ${response.statusCode}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
