import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { TextToReview } from '@/lib/catalog/texts-to-review';
import { reviewPage, SCRIPT, STYLE } from './review-page';

export interface ReviewOptions {
  readonly catalogUrl: string;
  /** The texts that the page shows. */
  readonly list: () => Promise<readonly TextToReview[]>;
  /** The text of one rule that waits for a verdict; null if there is none. */
  readonly find: (ruleId: string) => Promise<TextToReview | null>;
  readonly decide: (
    text: TextToReview,
    verdict: 'accepted' | 'rejected',
    note: string | null,
  ) => void;
  readonly onError: (error: unknown) => void;
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // With "no-referrer", a browser would send Origin: null with the form.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const MAX_BODY = 16 * 1024;

const form = z.object({
  token: z.string(),
  rule: z.string().min(1).max(200),
  inputHash: z.string(),
  writtenAt: z.string(),
  verdict: z.enum(['accepted', 'rejected']),
  note: z
    .string()
    .max(500)
    .transform((text) => text.trim() || null),
});

/**
 * The server of `npm run review`, to listen on 127.0.0.1. It has no accounts: it serves only its own
 * addresses by name, so that no other site reads it, and takes only forms of its own page.
 */
export function reviewServer(options: ReviewOptions): Server {
  const token = randomBytes(32).toString('base64url');
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000 },
    (request, response) => {
      const { port } = server.address() as AddressInfo;
      answer(request, { ...options, token, hosts: [`127.0.0.1:${port}`, `localhost:${port}`] })
        .catch((error: unknown): Answer => {
          options.onError(error);
          return { status: 500, text: 'An unexpected error. The command line tells more.' };
        })
        .then((one) => send(response, one));
    },
  );
  return server;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: 'html' | 'css' | 'javascript' | 'plain';
  readonly location?: string;
}

interface Site extends ReviewOptions {
  readonly token: string;
  readonly hosts: readonly string[];
}

async function answer(request: IncomingMessage, site: Site): Promise<Answer> {
  const { method, url, headers } = request;
  if (!site.hosts.includes(headers.host ?? '')) {
    return { status: 421, text: 'This server serves 127.0.0.1 and localhost only.' };
  }
  switch (`${method} ${url}`) {
    case 'GET /': {
      const { token, catalogUrl } = site;
      const page = reviewPage({ texts: await site.list(), token, catalogUrl });
      return { status: 200, text: page, type: 'html' };
    }
    case 'GET /page.css':
      return { status: 200, text: STYLE, type: 'css' };
    case 'GET /page.js':
      return { status: 200, text: SCRIPT, type: 'javascript' };
    case 'POST /verdict':
      return decide(request, site);
    default:
      return { status: 404, text: 'There is only one page: /' };
  }
}

async function decide(request: IncomingMessage, site: Site): Promise<Answer> {
  const { origin, host } = request.headers;
  if (origin !== `http://${host}`) {
    return { status: 403, text: 'A page of another site sent this form.' };
  }
  const body = await bodyOf(request);
  if (body === null) return { status: 413, text: 'The form is too large.' };
  const read = form.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!read.success) return { status: 400, text: 'The form is not one of this page.' };
  const { token, rule, inputHash, writtenAt, verdict, note } = read.data;
  if (!isSame(token, site.token)) {
    return { status: 403, text: 'The page is of an earlier run. Load it again.' };
  }
  const text = await site.find(rule);
  if (text?.inputHash !== inputHash || text.writtenAt.toISOString() !== writtenAt) {
    return { status: 409, text: 'The text has changed, or has a verdict. Load the page again.' };
  }
  site.decide(text, verdict, note);
  return { status: 303, text: '', location: '/' };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY) chunks.push(chunk as Buffer);
    else if (size > 16 * MAX_BODY) return null;
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks).toString('utf8');
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function send(response: ServerResponse, { status, text, type = 'plain', location }: Answer): void {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': `text/${type}; charset=utf-8`,
    ...(location === undefined ? {} : { location }),
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}
