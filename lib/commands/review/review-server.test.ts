import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TextToReview } from '@/lib/catalog/texts-to-review';
import { readReview } from '@/lib/model-text/review';
import { reviewServer } from './review-server';
import { writeReview } from './write-review';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' \u202e`;
const AT = new Date('2026-11-29T12:00:00.000Z');
const TEXT: TextToReview = {
  ruleId: '11111111-1111-4111-8111-111111111111',
  title: HOSTILE,
  raw: HOSTILE,
  inputHash: 'abc',
  model: HOSTILE,
  writtenAt: AT,
  dropped: 1,
  text: {
    hypothesis: [{ text: `It is \`so\`. ${HOSTILE}`, cites: ['rule:selection', HOSTILE] }],
    benign: [],
    questions: [],
  },
  blocks: [{ id: 'rule:selection', text: HOSTILE, citable: true }],
  fixed: { hypothesis: HOSTILE, falsePositives: [{ text: HOSTILE, basis: 'rule' }], triage: [] },
};

interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string | string[] | undefined>;
}

let server: Server;
let waiting: TextToReview[];
let decided: [string, string, string | null][];
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-review-'));
  waiting = [TEXT];
  decided = [];
  server = reviewServer({
    catalogUrl: 'http://127.0.0.1:3000',
    list: async () => waiting,
    find: async (id) => waiting.find(({ ruleId }) => ruleId === id) ?? null,
    decide(text, verdict, note) {
      decided.push([text.ruleId, verdict, note]);
      waiting = [];
    },
    onError: () => {},
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const hostOf = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

function get(method: string, url: string, headers: object = {}, body = ''): Promise<Got> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path: url, headers: { host: hostOf(), ...headers } },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function fields(more: Record<string, string> = {}): Promise<string> {
  const { text } = await get('GET', '/');
  const found = [...text.matchAll(/name="(token|rule|inputHash|writtenAt)" value="([^"]*)"/g)];
  const own = Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
  return String(new URLSearchParams({ ...own, note: '', verdict: 'accepted', ...more }));
}

const post = (body: string, headers: object = { origin: `http://${hostOf()}` }) =>
  get('POST', '/verdict', headers, body);

describe('the page of npm run review', () => {
  it('shows a text beside the one by fixed rules, with nothing of it as markup', async () => {
    const { status, text, headers } = await get('GET', '/');
    expect(status).toBe(200);
    expect(text).toContain('It is <code>so</code>.');
    expect(text).not.toMatch(/<script>|<img|\u202e/);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['cache-control']).toBe('no-store');
    expect((await get('GET', '/page.js')).headers['content-type']).toContain('text/javascript');
    expect((await get('GET', '/page.css')).status).toBe(200);
    expect((await get('GET', '/../etc/passwd')).status).toBe(404);
  });

  it('takes a verdict with its note, and then has nothing left', async () => {
    const { status, headers } = await post(await fields({ note: ' fine ' }));
    expect([status, headers.location]).toEqual([303, '/']);
    expect(decided).toEqual([[TEXT.ruleId, 'accepted', 'fine']]);
    expect((await get('GET', '/')).text).toContain('Every text has its verdict');
  });

  it.each([
    ['another host', 421, { host: 'rebound.example' }, {}],
    ['another site', 403, { origin: 'https://evil.example' }, {}],
    ['a sandboxed frame', 403, { origin: 'null' }, {}],
    ['no origin', 403, {}, {}],
    ['a guessed token', 403, null, { token: 'x'.repeat(43) }],
    ['another verdict', 400, null, { verdict: 'perhaps' }],
    ['an unknown rule', 409, null, { rule: '../../etc/passwd' }],
    ['a text that was written anew', 409, null, { inputHash: 'older' }],
    ['too large a form', 413, null, { note: 'x'.repeat(20_000) }],
  ] as const)('refuses %s', async (_, expected, headers, more) => {
    const own = headers ?? { origin: `http://${hostOf()}` };
    const { status } = await post(await fields(more), own);
    expect(status).toBe(expected);
    expect(decided).toEqual([]);
  });

  it('hides what fails, and stays up', async () => {
    waiting = [{ ...TEXT, writtenAt: new Date(Number.NaN) }];
    expect(await get('GET', '/')).toMatchObject({
      status: 500,
      text: expect.not.stringContaining('Invalid'),
    });
    waiting = [TEXT];
    expect((await get('GET', '/')).status).toBe(200);
  });
});

describe('writeReview', () => {
  it('writes a file that reads as it was written', () => {
    const verdict = { verdict: 'rejected', by: 'A: "B"', note: '# not a comment', at: AT } as const;
    const file = writeReview(TEXT, verdict, folder);
    expect(path.relative(folder, file)).toBe(`reviews/${TEXT.ruleId}.yml`);
    const problems: [] = [];
    const review = readReview(
      { path: 'x', text: readFileSync(file, 'utf8') },
      TEXT.ruleId,
      problems,
    );
    expect(problems).toEqual([]);
    const { ruleId: rule, inputHash, model, text } = TEXT;
    const [at, writtenAt] = [AT.toISOString(), AT.toISOString()];
    expect(review).toEqual({ ...verdict, rule, at, inputHash, model, writtenAt, text });
  });

  it('stays in its folder whatever a rule calls itself', () => {
    const ruleId = '../../outside';
    const verdict = { verdict: 'accepted', by: null, note: null, at: AT } as const;
    const file = writeReview({ ...TEXT, ruleId }, verdict, folder);
    expect(path.dirname(file)).toBe(path.join(folder, 'reviews'));
  });
});
