import {
  AISDKError,
  APICallError,
  generateText,
  NoObjectGeneratedError,
  Output,
  streamText,
} from 'ai';
import { hideSecrets } from '@/lib/address';
import { answerSchema, readAnswer } from '@/lib/model-text/answer';
import type { Prompt } from '@/lib/model-text/prompt';
import type { ModelText } from '@/lib/model-text/types';
import { retryAfter } from '@/lib/retry-after';
import { plainLine } from '@/lib/text/plain-text';
import { type Concessions, type Endpoint, modelOf } from './endpoint';
import { ModelFailure, NO_USAGE, type Usage } from './failure';

// The library warns of settings that a server may not know; ours are meant.
globalThis.AI_SDK_LOG_WARNINGS = false;

export interface AskOptions {
  readonly timeoutMs: number;
  readonly maxOutputTokens: number;
  /** Whether the answer comes piece by piece, so that a slow model keeps the connection busy. */
  readonly stream: boolean;
  readonly signal: AbortSignal;
  /** What the server has refused so far; extended here. */
  readonly concessions: Concessions;
}

export interface Answer {
  readonly text: ModelText;
  readonly usage: Usage;
}

/** Sends one request and reads the answer. Throws a ModelFailure. */
export async function ask(
  endpoint: Endpoint,
  prompt: Prompt,
  options: AskOptions,
): Promise<Answer> {
  const late = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, late]);
  let raw: Raw;
  try {
    raw = await send(endpoint, prompt, { ...options, signal });
  } catch (error) {
    options.signal.throwIfAborted();
    if (late.aborted) {
      throw new ModelFailure('late', `No answer in ${options.timeoutMs / 1000} s`);
    }
    throw failureOf(error, endpoint, options.concessions);
  }
  const { text, finish, usage } = raw;
  if (finish === 'content-filter') {
    throw new ModelFailure('refused', 'The model will not write of this rule', { usage });
  }
  const read = readAnswer(text);
  if (read) return { text: read, usage };
  const why =
    finish === 'length'
      ? 'The answer was cut off: it takes more tokens than one answer may have'
      : 'The answer is not JSON of the form that was asked for';
  throw new ModelFailure('malformed', why, { usage });
}

interface Raw {
  readonly text: string;
  readonly finish: string | undefined;
  readonly usage: Usage;
}

async function send(endpoint: Endpoint, prompt: Prompt, options: AskOptions): Promise<Raw> {
  const request = {
    model: modelOf(endpoint, options.concessions),
    system: prompt.system,
    prompt: prompt.user,
    output: Output.object({ schema: answerSchema, name: 'texts' }),
    maxOutputTokens: options.maxOutputTokens,
    // Budgets and waiting are counted by request, so the caller repeats them.
    maxRetries: 0,
    abortSignal: options.signal,
  };
  return options.stream ? streamed(request) : whole(request);
}

type Request = Parameters<typeof generateText>[0] & { readonly prompt: string };

async function whole(request: Request): Promise<Raw> {
  try {
    const { text, finishReason, usage } = await generateText(request);
    return { text, finish: finishReason, usage: usageOf(usage) };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const { text, finishReason, usage } = error;
    return { text: text ?? '', finish: finishReason, usage: usage ? usageOf(usage) : NO_USAGE };
  }
}

async function streamed(request: Request): Promise<Raw> {
  let text = '';
  let finish: string | undefined;
  let usage = NO_USAGE;
  // Errors are parts of the stream; by default the library also prints them.
  const { fullStream } = streamText({ ...request, onError: () => {} });
  for await (const part of fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') throw new Error('aborted');
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') {
      finish = part.finishReason;
      usage = usageOf(part.totalUsage);
    }
  }
  return { text, finish, usage };
}

function usageOf(usage: {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
}): Usage {
  return { input: usage.inputTokens ?? null, output: usage.outputTokens ?? null };
}

const NO_ANSWER = 'The answer is not in the format of the endpoint';

/** What a failure of the library or the network means. Concedes what the server does not take. */
function failureOf(error: unknown, endpoint: Endpoint, concessions: Concessions): ModelFailure {
  if (AISDKError.isInstance(error) && !APICallError.isInstance(error)) {
    return new ModelFailure('malformed', NO_ANSWER);
  }
  if (!APICallError.isInstance(error) || error.statusCode === undefined) {
    return new ModelFailure('unreachable', `No answer: ${shown(causeOf(error), endpoint)}`);
  }
  const { statusCode: status, message, responseBody = '', responseHeaders = {} } = error;
  const said = `HTTP ${status}: ${shown(message, endpoint)}`;
  if (status === 200) return new ModelFailure('malformed', NO_ANSWER);
  if (status === 401 || status === 403 || status === 404) return new ModelFailure('denied', said);
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new ModelFailure('busy', said, { retryAfter: retryAfterOf(responseHeaders) });
  }
  if (concede(responseBody, concessions)) return new ModelFailure('busy', said, { retryAfter: 0 });
  return new ModelFailure('rejected', said);
}

/** Leaves out a part that an error names. Returns whether the request is now another one. */
function concede(body: string, concessions: Concessions): boolean {
  const named = [
    ['streamUsage', /stream_options|include_usage/],
    ['maxTokens', /max_tokens|max_completion_tokens/],
    ['schema', /response_format|json_schema|structured/],
  ] as const;
  for (const [part, pattern] of named) {
    if (!concessions[part] || !pattern.test(body)) continue;
    concessions[part] = false;
    return true;
  }
  return false;
}

/** OpenAI has a header of its own in milliseconds. */
function retryAfterOf(headers: Record<string, string>): number | null {
  const given = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return retryAfter(given.get('retry-after'), given.get('retry-after-ms'));
}

/** The reason at the bottom: Node says “fetch failed” and keeps the reason inside. */
function causeOf(error: unknown): string {
  let inner = error;
  for (
    let depth = 0;
    depth < 5 && inner instanceof Error && inner.cause instanceof Error;
    depth++
  ) {
    inner = inner.cause;
  }
  if (!(inner instanceof Error)) return String(inner);
  return inner.message || String((inner as NodeJS.ErrnoException).code ?? inner.name);
}

/** A server's message, fit to be shown: short, without the key and without secrets of addresses. */
function shown(message: string, { key }: Endpoint): string {
  const kept = key === null ? message : message.replaceAll(key, '…');
  return plainLine(hideSecrets(kept), 'path').slice(0, 300);
}
