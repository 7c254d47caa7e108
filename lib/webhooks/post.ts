import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Message } from './formats/message';
import { addressOf, ForbiddenAddress, type Resolve } from './public-address';

/** What became of one attempt. */
export interface Posted {
  readonly isDelivered: boolean;
  /** Of the receiver's answer; null without one. */
  readonly status: number | null;
  /** Why it was not delivered. Names nothing of the address. */
  readonly error: string | null;
  /** Milliseconds that the receiver asks to wait. */
  readonly retryAfter: number | null;
  /** The receiver wants no more messages, or may not be sent any. */
  readonly isFinal: boolean;
}

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Receivers answer in a word or a page. No more of it is read. */
const MAX_ANSWER = 16 * 1024;
/** A word of Slack's, such as `invalid_blocks`. Nothing else of an answer is told: it may repeat a secret. */
const WORD = /^[a-z_]{2,40}$/;
const GONE = 410;

/**
 * Posts a message to an address that was looked up and checked before, without following redirects, within a time limit.
 * Never throws.
 */
export async function post(url: URL, message: Message, options: PostOptions): Promise<Posted> {
  try {
    const { address, family } = await addressOf(
      url.hostname,
      options.allowPrivate,
      options.resolve,
    );
    return readAnswer(await send(url, message, { address, family, ...options }));
  } catch (error) {
    return failed(reasonOf(error), { isFinal: error instanceof ForbiddenAddress });
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

function send(
  url: URL,
  { body, headers }: Message,
  { address, family, timeoutMs = TIMEOUT_MS }: PostOptions & { address: string; family: number },
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_, { all }, found) =>
          all ? found(null, [{ address, family }]) : found(null, address, family),
      },
      (response) => {
        let text = '';
        const settle = () =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            retryAfter: response.headers['retry-after'],
          });
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length > MAX_ANSWER) response.destroy();
        });
        response.on('error', settle);
        response.on('close', settle);
      },
    )
      .on('error', reject)
      .end(body);
  });
}

function readAnswer({ status, text, retryAfter }: Answer): Posted {
  if (status >= 200 && status < 300) {
    return { isDelivered: true, status, error: null, retryAfter: null, isFinal: false };
  }
  const word = WORD.exec(text.trim())?.[0];
  const reason =
    status >= 300 && status < 400
      ? 'it redirects, which is not followed'
      : `it answered ${status}${word ? `, ${word}` : ''}`;
  return failed(reason, { status, retryAfter: secondsOf(retryAfter), isFinal: status === GONE });
}

function failed(error: string, more: Partial<Posted>): Posted {
  return { isDelivered: false, status: null, error, retryAfter: null, isFinal: false, ...more };
}

function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

/** Messages of Node's name addresses, so that only their codes are told. */
function reasonOf(error: unknown): string {
  if (error instanceof ForbiddenAddress) return error.message;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError') return 'it did not answer in time';
  return `it could not be reached (${code ?? name})`;
}
