import { connect } from 'node:net';
import { BrokenPromise } from './fuzz-kind';
import { HTML_MARK } from './hostile-text';

/** All starter rules whole, which the API gives as lines of JSON, are below it. */
const MAX_ANSWER = 32_000_000;

/**
 * Sends the bytes of one request and checks the answer: it comes within `limit` milliseconds, blames the
 * request and not the server, shows no text unescaped, and leads to no other site. What the API refuses is a problem of RFC
 * 9457.
 */
export async function attemptRequest(text: string, port: number, limit: number): Promise<void> {
  const answer = await exchange(Buffer.from(text), port, limit);
  const end = answer.indexOf('\r\n\r\n');
  const head = answer.slice(0, end === -1 ? undefined : end);
  const [, status = ''] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  if (status === '') throw new BrokenPromise('the server closed the connection without an answer');
  const isBusy = status === '503' && /^retry-after:/im.test(head);
  if (Number(status) >= 500 && !isBusy) throw new BrokenPromise(`the server answered ${status}`);
  const [, location = '/'] = /^location: *(.*)$/im.exec(head) ?? [];
  if (!/^\/(?![/\\])|^http:\/\/127\.0\.0\.1[:/]/.test(location.trim())) {
    throw new BrokenPromise(`the answer leads to ${location}`);
  }
  const isRefused = Number(status) >= 400 && /^\w+ \/api\/v1\//.test(text);
  if (isRefused && !/^content-type: *application\/problem\+json/im.test(head)) {
    throw new BrokenPromise(`the API refuses with ${status} and no problem of RFC 9457`);
  }
  const isHtml = /^content-type: *text\/html/im.test(head);
  if (isHtml && answer.slice(end).includes(HTML_MARK)) {
    throw new BrokenPromise('the page holds text of the request as HTML');
  }
}

function exchange(request: Buffer, port: number, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new BrokenPromise(`no whole answer within ${limit} ms`));
    }, limit);
    const finish = (): void => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= MAX_ANSWER) return;
      clearTimeout(timer);
      socket.destroy();
      reject(new BrokenPromise(`the answer has more than ${MAX_ANSWER} bytes`));
    });
    // A server may close while the rest of a refused body is still under way.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (chunks.length > 0) finish();
      else {
        clearTimeout(timer);
        reject(new BrokenPromise(`the connection failed: ${error.code ?? error.message}`));
      }
    });
    socket.on('end', finish);
    socket.write(request);
  });
}
