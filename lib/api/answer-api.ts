import { createHash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import manifest from '@/package.json';
import type { ApiAsking, Operation } from './define-operation';
import { pickFields, wantedFields } from './fields';
import { API_ROOT, OPERATIONS } from './operations';
import { writeCursor } from './paging';
import { ApiProblem, problemAnswer } from './problem';
import { readParameters } from './read-parameters';

/** What of a request an answer depends on. */
export interface ApiRequest {
  /** Below `/api/v1`, its parts without percent encoding. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly origin: string;
  /** The header If-None-Match. */
  readonly knows: string | null;
}

type Answers<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** The answer of the API to a request, or the problem with it. */
export async function answerApi(request: ApiRequest): Promise<Response> {
  try {
    const { operation, values } = findOperation(request.path);
    const input = readParameters(operation.parameters, values, request.query);
    const fields = 'fields' in input ? (input.fields as string[] | undefined) : undefined;
    const asking = { origin: request.origin, wanted: wantedFields(fields, operation.schema) };
    if (operation.kind === 'object') return await answerObject(operation, input, asking, request);
    if (operation.kind === 'list') return await answerList(operation, input, asking, request);
    return await answerLines(operation, input, asking, request);
  } catch (error) {
    return problemAnswer(error);
  }
}

function findOperation(path: readonly string[]): {
  readonly operation: Operation;
  readonly values: ReadonlyMap<string, string>;
} {
  for (const operation of OPERATIONS) {
    const parts = operation.path.slice(1).split('/');
    if (parts.length !== path.length) continue;
    const values = new Map<string, string>();
    const fits = parts.every((part, at) => {
      const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
      if (name === undefined) return part === path[at];
      values.set(name, path[at] ?? '');
      return true;
    });
    if (fits) return { operation, values };
  }
  throw new ApiProblem(
    404,
    'The API has nothing at this address. /api/openapi.json describes what it has, and the page /api explains it.',
  );
}

async function answerObject(
  operation: Answers<'object'>,
  input: unknown,
  asking: ApiAsking,
  request: ApiRequest,
): Promise<Response> {
  const found = await operation.respond(input, asking);
  if (!found) {
    throw new ApiProblem(404, 'The catalog has nothing with this id. The list of them finds ids.');
  }
  const headers = operation.isOfTheMoment
    ? { 'Cache-Control': 'no-store', Vary: 'Origin' }
    : await headersOf(request);
  return json(pickFields(found, asking.wanted), headers);
}

async function answerList(
  operation: Answers<'list'>,
  input: unknown,
  asking: ApiAsking,
  request: ApiRequest,
): Promise<Response> {
  const { total, notes = [], items, last } = await operation.respond(input, asking);
  const { syncId } = await getRuleIndex();
  const next = last === null ? null : addressOf(operation, request, writeCursor(last));
  const headers = {
    ...(await headersOf(request)),
    ...(next !== null && { Link: `<${next}>; rel="next"` }),
  };
  const told = items.map((item) => pickFields(item, asking.wanted));
  return json({ sync: syncId, total, notes, next, items: told }, headers);
}

function addressOf({ path }: Operation, { origin, query }: ApiRequest, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  return `${origin}${API_ROOT}${path}?${next}`;
}

async function answerLines(
  operation: Answers<'lines'>,
  input: unknown,
  asking: ApiAsking,
  request: ApiRequest,
): Promise<Response> {
  const headers = await headersOf(request);
  if (request.knows?.split(',').some((tag) => tag.trim() === headers.ETag)) {
    return new Response(null, { status: 304, headers });
  }
  const { total, items } = await operation.respond(input, asking);
  return new Response(linesOf(items, asking), {
    headers: {
      ...headers,
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Watchfloor-Total': String(total),
    },
  });
}

/** Writes objects as fast as the client reads them, and lets the server answer others between two. */
function linesOf(items: AsyncGenerator<object>, { wanted }: ApiAsking): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      // The database answers at once, so that nothing else here would wait.
      await otherWork();
      const { value, done } = await items.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(pickFields(value, wanted))}\n`));
    },
    cancel: async () => {
      await items.return(undefined);
    },
  });
}

function json(body: object, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}

/**
 * The ETag is of the sync and of the names that the answer has in its links, which is all that an address's answer depends
 * on. No shared cache may keep it, because the links have the origin of the request.
 */
async function headersOf({
  origin,
}: ApiRequest): Promise<Record<string, string> & { ETag: string }> {
  const { syncId } = await getRuleIndex();
  const rest = createHash('sha256').update(`${origin} ${manifest.version}`).digest('base64url');
  return {
    ETag: `W/"${syncId}-${rest.slice(0, 12)}"`,
    'Cache-Control': 'private, no-cache',
    Vary: 'Origin',
  };
}
