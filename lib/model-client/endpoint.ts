import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import { boundedFetch } from '@/lib/bounded-fetch';

/** Far more than any answer; a server cannot fill the memory. */
const fetchOfModels = boundedFetch(2);

/** A model that an operator has named. */
export interface Endpoint {
  readonly url: string;
  readonly model: string;
  readonly key: string | null;
}

/** Parts of the wire format that some servers do not take. A request leaves them out once one is refused. */
export interface Concessions {
  /** The answer's schema. The prompt describes it, too. */
  schema: boolean;
  /** `max_tokens`, which newer models of OpenAI call `max_completion_tokens`. */
  maxTokens: boolean;
  /** Counts of tokens in a stream. */
  streamUsage: boolean;
}

/** Which of the two wire formats an address speaks. */
export function wireFormat(url: string): 'anthropic' | 'openai' {
  const { hostname, pathname } = new URL(url);
  const isAnthropic = hostname === 'api.anthropic.com' || /\/v1\/messages\/?$/.test(pathname);
  return isAnthropic ? 'anthropic' : 'openai';
}

export function modelOf(endpoint: Endpoint, concessions: Concessions): LanguageModel {
  const { url, model, key } = endpoint;
  if (wireFormat(url) === 'anthropic') {
    const base = url.replace(/\/+$/, '').replace(/\/messages$/, '');
    const baseURL = base.endsWith('/v1') ? base : `${base}/v1`;
    // Without a key of ours, the library would look for others in the environment.
    return createAnthropic({ baseURL, apiKey: key ?? 'none', fetch: fetchOfModels })(model);
  }
  return createOpenAICompatible({
    name: 'openai',
    baseURL: url.replace(/\/+$/, '').replace(/\/chat\/completions$/, ''),
    ...(key === null ? {} : { apiKey: key }),
    includeUsage: concessions.streamUsage,
    supportsStructuredOutputs: concessions.schema,
    transformRequestBody: (body) => adapted(body, concessions),
    fetch: fetchOfModels,
  })(model);
}

function adapted(body: Record<string, unknown>, { schema, maxTokens }: Concessions) {
  const { response_format, max_tokens, ...rest } = body;
  return {
    ...rest,
    ...(schema && response_format !== undefined ? { response_format } : {}),
    ...(max_tokens === undefined
      ? {}
      : { [maxTokens ? 'max_tokens' : 'max_completion_tokens']: max_tokens }),
  };
}
