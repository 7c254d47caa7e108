import { setTimeout as sleep } from 'node:timers/promises';
import { boundedFetch } from '@/lib/bounded-fetch';
import { retryAfter } from '@/lib/retry-after';
import { plainLine } from '@/lib/text/plain-text';
import { type EngineAnswer, EngineFailure, type EngineProtocol } from './types';

export interface AskOptions {
  /** A bearer token; null for an engine that asks for none. */
  readonly token: string | null;
  /** For one answer. */
  readonly timeoutMs: number;
  /** How often a request is repeated while the engine is busy. */
  readonly retries: number;
  /** The first wait; each is twice the one before, unless the engine names a time. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** More than the verdict on any query takes. */
const fetchAnswer = boundedFetch(16);
const LONGEST_WAIT = 120_000;
const BUSY = new Set([408, 429, 500, 502, 503, 504]);

/** Runs a query. Repeats it while the engine is busy. Throws an EngineFailure; aborted, what the signal says. */
export async function askEngine(
  protocol: EngineProtocol,
  kql: string,
  options: AskOptions,
): Promise<EngineAnswer> {
  for (let tries = 0; ; tries++) {
    const answer = await askOnce(protocol, kql, options);
    if (!('busy' in answer)) return answer;
    if (tries >= options.retries) {
      const times = tries === 0 ? 'once' : `${tries + 1} times`;
      throw new EngineFailure('busy', `${answer.busy}; asked ${times}`);
    }
    const wait = answer.retryAfter ?? options.waitMs * 2 ** tries * (0.75 + Math.random() / 2);
    await sleep(Math.min(wait, LONGEST_WAIT), undefined, { signal: options.signal });
  }
}

interface Busy {
  readonly busy: string;
  /** In milliseconds; null if the engine names no time. */
  readonly retryAfter: number | null;
}

async function askOnce(
  { url, headers, bodyOf, read, errorIn }: EngineProtocol,
  kql: string,
  { token, timeoutMs, signal }: AskOptions,
): Promise<EngineAnswer | Busy> {
  const late = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetchAnswer(url, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json; charset=utf-8',
        ...headers,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(bodyOf(kql)),
      signal: AbortSignal.any([signal, late]),
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new EngineFailure('late', `No answer in ${timeoutMs / 1000} s`);
    throw new EngineFailure('unreachable', `${url.host} cannot be reached: ${reasonOf(error)}`);
  }
  const answer = parse(text);
  if (response.ok) {
    if (answer === undefined) throw new EngineFailure('malformed', 'The answer is no JSON');
    return read(answer);
  }
  const said = errorIn(answer);
  const message = `${response.status}${said === null ? '' : `: ${plainLine(said, 'description')}`}`;
  if (BUSY.has(response.status)) {
    return {
      busy: `${url.host} answers ${message}`,
      retryAfter: retryAfter(response.headers.get('retry-after')),
    };
  }
  if (response.status === 400)
    throw new EngineFailure('query', `The engine refuses it, ${message}`);
  throw new EngineFailure('denied', `${url.host} answers ${message}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` wraps what went wrong; an address with a user would be part of the outer message. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
