import { z } from 'zod';
import { TranslateRefusal, translateInWorker } from '@/lib/workbench/worker-queue';
import { readBody } from './read-body';

const MAX_BYTES = 256 * 1024;
const SHAPE = 'Send a JSON object with “rule” and, if you like, “events”, both strings.';

const request = z.object({ rule: z.string(), events: z.string().default('') });

/** Translates the posted rule and runs it on the posted events. Nothing is stored. */
export async function POST({ body, headers }: Request) {
  if (!headers.get('content-type')?.startsWith('application/json')) {
    return refusal(415, SHAPE);
  }
  const text = await readBody(body, MAX_BYTES);
  if (text === null) {
    return refusal(
      413,
      `Rule and events together exceed the limit of ${MAX_BYTES / 1024} KiB. Send fewer events or rules.`,
    );
  }
  const parsed = request.safeParse(parseJson(text));
  if (!parsed.success) return refusal(400, SHAPE);
  try {
    return Response.json(await translateInWorker(parsed.data));
  } catch (error) {
    if (error instanceof TranslateRefusal) return refusal(error.status, error.message);
    console.error(error);
    return refusal(500, 'The translation failed unexpectedly. Check the server log.');
  }
}

function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
