import { setTimeout as pause } from 'node:timers/promises';
import { SyncFailure } from '../failure';
import type { Address } from './address';

// An HTTP client for public hosts. It bounds every wait, obeys rate limits, and sends a token only to the
// host it belongs to.

export interface HttpPolicy {
  /** Tries per request, including the first. */
  readonly tries: number;
  /** Milliseconds to wait for the response headers. */
  readonly headersTimeout: number;
  /** Milliseconds without data before a transfer counts as broken. */
  readonly stallTimeout: number;
  /** Milliseconds before the second try. Doubles each time, with jitter. */
  readonly backoff: number;
  readonly maxBackoff: number;
  /** Milliseconds to wait at most for a rate limit to end. */
  readonly patience: number;
  readonly redirects: number;
}

export const HTTP_POLICY: HttpPolicy = {
  tries: 4,
  headersTimeout: 30_000,
  stallTimeout: 30_000,
  backoff: 1000,
  maxBackoff: 20_000,
  patience: 60_000,
  redirects: 5,
};

/** A token, and the environment variable that sets it. */
export interface Token {
  readonly variable: 'GITHUB_TOKEN' | 'SYNC_TOKEN';
  readonly value: string | null;
}

export interface HttpRequest {
  readonly address: Address;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a bearer token, only to the origin of `address`. */
  readonly token?: Token;
  /** What the request is for, as messages name it: "the commit of SigmaHQ/sigma". */
  readonly what: string;
}

export interface Http {
  readonly policy: HttpPolicy;
  /** Called before each pause, so that the progress line can explain it. */
  readonly onRetry?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** A rate limit, a server error or a broken transfer: worth another try. */
class Transient extends Error {
  /** Milliseconds that the server asks us to wait. */
  readonly wait: number | null;
  readonly failure: SyncFailure;
  constructor(failure: SyncFailure, wait: number | null = null) {
    super(failure.message);
    this.failure = failure;
    this.wait = wait;
  }
}

/**
 * Sends a GET request and passes a response of 200 or 304 to `receive`. Retries both, within the policy,
 * after a failure that may pass. Throws a SyncFailure for every other status and after the last try.
 */
export async function get<T>(
  http: Http,
  request: HttpRequest,
  receive: (response: Response) => Promise<T>,
): Promise<T> {
  const { policy } = http;
  for (let attempt = 1; ; attempt++) {
    try {
      return await receive(await follow(http, request));
    } catch (error) {
      http.signal?.throwIfAborted();
      const transient = error instanceof Transient ? error : asTransient(error, request);
      if (!transient) throw error;
      const wait = transient.wait ?? backoff(policy, attempt);
      if (attempt >= policy.tries || wait > policy.patience) throw transient.failure;
      http.onRetry?.(`${transient.failure.message}; trying again in ${Math.ceil(wait / 1000)} s`);
      await pause(wait, undefined, { signal: http.signal });
    }
  }
}

function backoff({ backoff, maxBackoff }: HttpPolicy, attempt: number): number {
  const ceiling = Math.min(maxBackoff, backoff * 2 ** (attempt - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

async function follow(http: Http, request: HttpRequest): Promise<Response> {
  let { address } = request;
  let isHome = true;
  for (let redirects = 0; redirects <= http.policy.redirects; redirects++) {
    const headers: Record<string, string> = { 'user-agent': 'watchfloor', ...request.headers };
    if (request.token?.value && isHome) headers.authorization = `Bearer ${request.token.value}`;
    const timeout = AbortSignal.timeout(http.policy.headersTimeout);
    const response = await fetchHeaders(address.secretUrl, headers, timeout, http.signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || response.status === 304 || !location) {
      return accept(response, request, address);
    }
    await response.body?.cancel();
    address = address.redirect(location);
    // Once a redirect has left the origin, a redirect back does not get the token again.
    isHome &&= address.origin === request.address.origin;
  }
  throw new SyncFailure(
    `More than ${http.policy.redirects} redirects for ${request.what}`,
    `Check the address ${request.address}.`,
  );
}

// The time limit covers the headers only. A timeout passed to `fetch` would also abort the body.
async function fetchHeaders(
  url: URL,
  headers: Record<string, string>,
  timeout: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const controller = new AbortController();
  const abort = () => controller.abort(timeout.aborted ? timeout.reason : signal?.reason);
  timeout.addEventListener('abort', abort);
  signal?.addEventListener('abort', abort);
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: controller.signal });
  } finally {
    timeout.removeEventListener('abort', abort);
  }
}

function accept(response: Response, request: HttpRequest, address: Address): Response {
  const { status } = response;
  const { what, token } = request;
  if (status === 200 || status === 304) return response;
  void response.body?.cancel();
  const answering = answererOf(request, address);
  const limit = rateLimit(response);
  if (limit) {
    const until = new Date(Date.now() + limit.wait).toISOString().slice(0, 19);
    const next =
      token && !token.value
        ? `Sync again after ${until}Z, or set ${token.variable} for a higher limit.`
        : `Sync again after ${until}Z.`;
    throw new Transient(
      new SyncFailure(`${answering} limits requests (status ${status}) for ${what}`, next),
      limit.wait,
    );
  }
  const message = `${answering} answered ${status} for ${what}`;
  if (status >= 500 || status === 408) {
    const next = 'The server has a problem. Sync again later. The catalog is unchanged.';
    throw new Transient(new SyncFailure(message, next));
  }
  throw new SyncFailure(message, advice(status, token));
}

function answererOf(request: HttpRequest, address: Address): string {
  const { host } = request.address;
  return address === request.address ? host : `${host}, which redirects to ${address},`;
}

function advice(status: number, token: Token | undefined): string {
  if (!token) return 'Check the address.';
  const { variable, value } = token;
  if (status === 401 && value) return `${variable} is not valid. Set a valid one, or unset it.`;
  if (status === 403 && value) {
    return `${variable} does not give access to this address. Grant access, or unset it.`;
  }
  const name = variable === 'GITHUB_TOKEN' ? 'the name and the ref' : 'the address';
  if ([401, 403, 404, 422].includes(status)) {
    return value
      ? `Check ${name}, and that ${variable} gives access.`
      : `Check ${name}. A private source needs ${variable}.`;
  }
  return 'Check the address.';
}

/** GitHub sends Retry-After, or x-ratelimit-reset in seconds since the epoch. */
function rateLimit(response: Response): { wait: number } | null {
  const { status, headers } = response;
  if (status !== 403 && status !== 429) return null;
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== null) {
    const seconds = Number(retryAfter);
    const at = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - Date.now();
    return { wait: Number.isFinite(at) ? Math.max(0, at) : 60_000 };
  }
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
    return { wait: Number.isFinite(reset) && reset > 0 ? Math.max(0, reset - Date.now()) : 60_000 };
  }
  return status === 429 ? { wait: 60_000 } : null;
}

function asTransient(error: unknown, { what, address }: HttpRequest): Transient | null {
  if (error instanceof SyncFailure) return null;
  if (!(error instanceof Error)) return null;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  const known =
    isNetworkError(error) || error.name === 'TimeoutError' || /^(E[A-Z]+|UND_ERR)/.test(code);
  if (!known) return null;
  const text = error.name === 'TimeoutError' ? 'no response in time' : cause.message || code;
  return new Transient(
    new SyncFailure(
      `${address.host} could not be reached for ${what}: ${text}`,
      'Check the network and any proxy, or sync from a file with --source PATH.tar.gz. The catalog is unchanged.',
      3,
      error,
    ),
  );
}

/** `fetch` reports a failed connection as a TypeError with a cause. Other TypeErrors are bugs. */
function isNetworkError(error: Error): boolean {
  return error instanceof TypeError && error.cause instanceof Error;
}

/** The error for a transfer that ended early. `get` retries it. */
export function truncated(what: string, detail: string): Error {
  return new Transient(
    new SyncFailure(
      `The transfer of ${what} broke off: ${detail}`,
      'Sync again. If it keeps happening, check the network. The catalog is unchanged.',
    ),
  );
}
