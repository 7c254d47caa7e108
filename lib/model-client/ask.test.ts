import { afterEach, describe, expect, it } from 'vitest';
import { ask } from './ask';
import type { Concessions } from './endpoint';
import { ModelFailure } from './failure';
import { type ModelServer, type Reply, startModelServer, USAGE } from './model-server-double';

const KEY = 'sk-very-secret-0123456789';
const ANSWER = {
  hypothesis: [{ text: 'It is so.', cites: ['rule:selection'] }],
  benign: [],
  questions: [],
};
const PROMPT = { system: 'Write.', user: 'Data.' };

let server: ModelServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

interface Case {
  readonly format: 'openai' | 'anthropic';
  readonly stream: boolean;
}

const CASES: readonly Case[] = (['openai', 'anthropic'] as const).flatMap((format) =>
  [false, true].map((stream) => ({ format, stream })),
);

const concede = (): Concessions => ({ schema: true, maxTokens: true, streamUsage: true });

async function asked(
  { format, stream }: Case,
  reply: Reply,
  more: { readonly timeoutMs?: number; readonly concessions?: Concessions } = {},
) {
  server = await startModelServer(() => reply);
  const endpoint = { url: server[format], model: 'test-model', key: KEY };
  const options = {
    timeoutMs: 5_000,
    maxOutputTokens: 500,
    stream,
    signal: new AbortController().signal,
    concessions: concede(),
    ...more,
  };
  return ask(endpoint, PROMPT, options).catch((error: unknown) => error);
}

const text = (value: string, finish?: 'length'): Reply =>
  finish ? { kind: 'text', text: value, finish } : { kind: 'text', text: value };

describe.each(CASES)('ask, $format, stream: $stream', (one) => {
  it('sends the prompt with the key, and reads the answer and what it took', async () => {
    const answer = await asked(one, text(JSON.stringify(ANSWER)));
    expect(answer).toEqual({ text: ANSWER, usage: USAGE });
    const [request] = server?.asked ?? [];
    expect(request).toMatchObject(PROMPT);
    expect(request?.body).toMatchObject({ model: 'test-model', max_tokens: 500 });
    expect(request?.body.stream ?? false).toBe(one.stream);
    const { authorization, 'x-api-key': own } = request?.headers ?? {};
    expect(one.format === 'openai' ? authorization : own).toBe(
      one.format === 'openai' ? `Bearer ${KEY}` : KEY,
    );
    expect(JSON.stringify(request?.body)).not.toContain(KEY);
  });

  it('reads JSON between fences', async () => {
    const fenced = `Here it is:\n\`\`\`json\n${JSON.stringify(ANSWER)}\n\`\`\``;
    expect(await asked(one, text(fenced))).toMatchObject({ text: ANSWER });
  });

  it.each<[string, Reply, object]>([
    ['a refusal', { kind: 'refusal', text: 'I cannot help.' }, { kind: 'refused', usage: USAGE }],
    ['prose', text('Sure! This rule …'), { kind: 'malformed', usage: USAGE }],
    ['another form', text('{"hypothesis":"x"}'), { kind: 'malformed', usage: USAGE }],
    ['an answer that is cut off', text('{"hypothesis":[{"te', 'length'), { kind: 'malformed' }],
    [
      'a rate limit',
      { kind: 'status', status: 429, message: 'slow down', headers: { 'retry-after': '7' } },
      { kind: 'busy', retryAfter: 7_000 },
    ],
    ['an overload', { kind: 'status', status: 529, message: 'overloaded' }, { kind: 'busy' }],
    [
      'a fault',
      { kind: 'status', status: 500, message: 'oops' },
      { kind: 'busy', retryAfter: null },
    ],
    ['a wrong key', { kind: 'status', status: 401, message: `bad key ${KEY}` }, { kind: 'denied' }],
    ['an unknown model', { kind: 'status', status: 404, message: 'no model' }, { kind: 'denied' }],
    ['a bad request', { kind: 'status', status: 400, message: 'too long' }, { kind: 'rejected' }],
    ['a hang-up', { kind: 'hang-up' }, { kind: 'unreachable' }],
    [
      'a redirect',
      { kind: 'status', status: 307, message: '', headers: { location: 'https://evil.example/' } },
      { kind: 'unreachable' },
    ],
  ])('tells %s', async (_, reply, expected) => {
    const failure = await asked(one, reply);
    expect(failure).toBeInstanceOf(ModelFailure);
    expect(failure).toMatchObject(expected);
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain(KEY);
  });

  it('tells a page that is no answer', async () => {
    const page = await asked(one, { kind: 'raw', body: '<h1>Hello</h1>', type: 'text/html' });
    expect(page).toBeInstanceOf(ModelFailure);
    expect(page).toMatchObject({ kind: 'malformed' });
  });

  it('gives up on a server that says nothing', async () => {
    const failure = await asked(one, { kind: 'silence' }, { timeoutMs: 200 });
    expect(failure).toMatchObject({ kind: 'late', message: 'No answer in 0.2 s' });
  });

  it('reads no more than two megabytes', async () => {
    const failure = await asked(one, {
      kind: 'raw',
      body: `: ${'x'.repeat(3 * 1024 * 1024)}\n\n`,
      type: one.stream ? 'text/event-stream' : 'application/json',
    });
    expect(failure).toBeInstanceOf(ModelFailure);
  });
});

describe('ask', () => {
  it('asks OpenAI’s format for JSON of a schema', async () => {
    await asked({ format: 'openai', stream: false }, text(JSON.stringify(ANSWER)));
    expect(server?.asked[0]?.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'texts', schema: { required: ['hypothesis', 'benign', 'questions'] } },
    });
  });

  it.each([
    ['schema', 'response_format is not supported', 'response_format'],
    ['maxTokens', "Unsupported parameter: 'max_tokens'", 'max_tokens'],
    ['streamUsage', 'unknown field stream_options', 'stream_options'],
  ] as const)('concedes %s when a server refuses it', async (part, message, field) => {
    const concessions = concede();
    const one = { format: 'openai', stream: true } as const;
    const failure = await asked(one, { kind: 'status', status: 400, message }, { concessions });
    expect(failure).toMatchObject({ kind: 'busy', retryAfter: 0 });
    expect(server?.asked[0]?.body).toHaveProperty(field);
    expect(concessions[part]).toBe(false);
    await server?.close();
    await asked(one, text(JSON.stringify(ANSWER)), { concessions });
    expect(server?.asked[0]?.body).not.toHaveProperty(field);
  });

  it('ends at once when it is interrupted', async () => {
    server = await startModelServer(() => ({ kind: 'silence' }));
    const interrupted = new AbortController();
    const answer = ask({ url: server.openai, model: 'm', key: null }, PROMPT, {
      timeoutMs: 5_000,
      maxOutputTokens: 500,
      stream: false,
      signal: interrupted.signal,
      concessions: concede(),
    });
    interrupted.abort(new Error('Stopped'));
    await expect(answer).rejects.toThrow('Stopped');
  });
});
