import { setTimeout as pause } from 'node:timers/promises';
import { SyncFailure } from '../failure';

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

export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a bearer token, only to the host of `url`. */
  readonly token?: string | null;
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
      return await receive(accept(await follow(http, request), request));
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
  let url = checkUrl(request.url);
  const home = url.host;
  for (let redirects = 0; redirects <= http.policy.redirects; redirects++) {
    const headers: Record<string, string> = { 'user-agent': 'watchfloor', ...request.headers };
    if (request.token && url.host === home) headers.authorization = `Bearer ${request.token}`;
    const timeout = AbortSignal.timeout(http.policy.headersTimeout);
    const response = await fetchHeaders(url, headers, timeout, http.signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || response.status === 304 || !location) {
      return response;
    }
    await response.body?.cancel();
    url = checkUrl(new URL(location, url).href);
  }
  throw new SyncFailure(
    `More than ${http.policy.redirects} redirects for ${request.what}`,
    `Check the address ${request.url}.`,
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

/** Allows https, and http to this machine for tests and mirrors. */
function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && local))) return url;
  throw new SyncFailure(
    `${text} is not an https URL`,
    'Use an address that begins with https:// (http:// is for 127.0.0.1 only).',
  );
}

function accept(response: Response, { what, token, url }: HttpRequest): Response {
  const { status } = response;
  if (status === 200 || status === 304) return response;
  void response.body?.cancel();
  const limit = rateLimit(response);
  if (limit) {
    const until = new Date(Date.now() + limit.wait).toISOString().slice(0, 19);
    const next = token
      ? `Sync again after ${until}Z.`
      : `Sync again after ${until}Z, or set GITHUB_TOKEN for a higher limit.`;
    throw new Transient(
      new SyncFailure(`${new URL(url).host} limits requests (status ${status}) for ${what}`, next),
      limit.wait,
    );
  }
  if (status >= 500 || status === 408) {
    throw new Transient(
      new SyncFailure(
        `${new URL(url).host} answered ${status} for ${what}`,
        'The server has a problem. Sync again later. The catalog is unchanged.',
      ),
    );
  }
  throw new SyncFailure(
    `${new URL(url).host} answered ${status} for ${what}`,
    advice(status, token),
  );
}

function advice(status: number, token: string | null | undefined): string {
  if (status === 401) return 'GITHUB_TOKEN is not valid. Set a valid one, or unset it.';
  if (status === 403 && token)
    return 'GITHUB_TOKEN has no access to this repository. Grant access, or unset it.';
  if (status === 404 || status === 422) {
    return token
      ? 'Check the name and the ref, and that GITHUB_TOKEN has access to the repository.'
      : 'Check the name and the ref. A private repository needs GITHUB_TOKEN.';
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

function asTransient(error: unknown, { what, url }: HttpRequest): Transient | null {
  if (error instanceof SyncFailure) return null;
  if (!(error instanceof Error)) return null;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  const known =
    error instanceof TypeError || error.name === 'TimeoutError' || /^(E[A-Z]+|UND_ERR)/.test(code);
  if (!known) return null;
  const { host } = new URL(url);
  const text = error.name === 'TimeoutError' ? 'no response in time' : cause.message || code;
  return new Transient(
    new SyncFailure(
      `${host} could not be reached for ${what}: ${text}`,
      'Check the network and any proxy, or sync from a file with --source PATH.tar.gz. The catalog is unchanged.',
      3,
      error,
    ),
  );
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
