import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// A server on 127.0.0.1 that speaks OpenAI's chat completions and Anthropic's messages, whole or as a
// stream of events, and misbehaves as it is told.

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** The whole text of the prompt. */
  readonly system: string;
  readonly user: string;
}

export type Reply =
  | { readonly kind: 'text'; readonly text: string; readonly finish?: 'stop' | 'length' }
  | { readonly kind: 'refusal'; readonly text: string }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message: string;
      readonly headers?: Record<string, string>;
    }
  /** Bytes as they are, with status 200. */
  | { readonly kind: 'raw'; readonly body: string; readonly type?: string }
  /** Nothing, or the beginning of a stream and then nothing. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'hang-up' };

export interface ModelServer {
  readonly openai: string;
  readonly anthropic: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** What each request takes, as the server counts it. */
export const USAGE = { input: 1_000, output: 100 };

export async function startModelServer(
  reply: (asked: Asked, count: number) => Reply | Promise<Reply>,
): Promise<ModelServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    const path = request.url ?? '';
    const one = { path, headers: request.headers, body, ...promptIn(body) };
    asked.push(one);
    const isAnthropic = path.endsWith('/messages');
    send(response, await reply(one, asked.length), isAnthropic, body.stream === true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    openai: `${origin}/v1`,
    anthropic: `${origin}/v1/messages`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: two wire formats
function promptIn(body: any): { system: string; user: string } {
  // biome-ignore lint/suspicious/noExplicitAny: text, or a list of parts with text
  const textOf = (content: any): string =>
    typeof content === 'string'
      ? content
      : (content ?? []).map((part: { text?: string }) => part.text ?? '').join('');
  const messages: { role: string; content: unknown }[] = body.messages ?? [];
  const of = (role: string) => textOf(messages.find((each) => each.role === role)?.content);
  return {
    system: body.system === undefined ? of('system') : textOf(body.system),
    user: of('user'),
  };
}

function send(to: ServerResponse, reply: Reply, isAnthropic: boolean, isStream: boolean): void {
  switch (reply.kind) {
    case 'status': {
      to.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      const error = { type: 'error', message: reply.message, code: null, param: null };
      to.end(JSON.stringify(isAnthropic ? { type: 'error', error } : { error }));
      return;
    }
    case 'raw':
      to.writeHead(200, { 'content-type': reply.type ?? 'application/json' });
      to.end(reply.body);
      return;
    case 'silence':
      if (isStream) to.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return;
    case 'hang-up':
      to.destroy();
      return;
    default:
      if (isStream) stream(to, isAnthropic ? anthropicEvents(reply) : openaiEvents(reply));
      else {
        to.writeHead(200, { 'content-type': 'application/json' });
        to.end(JSON.stringify(isAnthropic ? anthropicMessage(reply) : openaiCompletion(reply)));
      }
  }
}

type Said = Extract<Reply, { kind: 'text' | 'refusal' }>;

const openaiUsage = {
  prompt_tokens: USAGE.input,
  completion_tokens: USAGE.output,
  total_tokens: USAGE.input + USAGE.output,
};

function openaiCompletion(said: Said) {
  const isRefusal = said.kind === 'refusal';
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'test-model',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefusal ? null : said.text,
          refusal: isRefusal ? said.text : null,
        },
        logprobs: null,
        finish_reason: isRefusal ? 'stop' : (said.finish ?? 'stop'),
      },
    ],
    usage: openaiUsage,
  };
}

function openaiEvents(said: Said): string[] {
  const chunk = (delta: object, finish: string | null, more: object = {}) =>
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'test-model',
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...more,
    });
  const key = said.kind === 'refusal' ? 'refusal' : 'content';
  const finish = said.kind === 'refusal' ? 'stop' : (said.finish ?? 'stop');
  return [
    chunk({ role: 'assistant', content: said.kind === 'refusal' ? null : '' }, null),
    ...pieces(said.text).map((text) => chunk({ [key]: text }, null)),
    chunk({}, finish),
    chunk({}, null, { choices: [], usage: openaiUsage }),
    '[DONE]',
  ].map((data) => `data: ${data}\n\n`);
}

const anthropicUsage = { input_tokens: USAGE.input, output_tokens: USAGE.output };

function stopReason(said: Said): string {
  if (said.kind === 'refusal') return 'refusal';
  return said.finish === 'length' ? 'max_tokens' : 'end_turn';
}

function anthropicMessage(said: Said) {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'test-model',
    content: [{ type: 'text', text: said.text }],
    stop_reason: stopReason(said),
    stop_sequence: null,
    usage: anthropicUsage,
  };
}

function anthropicEvents(said: Said): string[] {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const start = { ...anthropicMessage(said), content: [], stop_reason: null };
  return [
    event('message_start', { message: start }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...pieces(said.text).map((text) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: stopReason(said), stop_sequence: null },
      usage: anthropicUsage,
    }),
    event('message_stop', {}),
  ];
}

function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,17}/g) ?? [];
}

function stream(to: ServerResponse, events: readonly string[]): void {
  to.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) to.write(event);
  to.end();
}
