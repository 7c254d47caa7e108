import { z } from 'zod';
import { TranslateRefusal, translateInWorker } from '@/lib/workbench/worker-queue';
import { readBody } from './read-body';

const MAX_BYTES = 256 * 1024;

const request = z.object({ rule: z.string(), events: z.string().default('') });

/** Translates what is posted and runs it on the posted events. Nothing of it is kept. */
export async function POST({ body, headers }: Request) {
  if (!headers.get('content-type')?.startsWith('application/json')) {
    return refusal(415, 'Send JSON: { "rule": …, "events": … }.');
  }
  const text = await readBody(body, MAX_BYTES);
  if (text === null)
    return refusal(413, `Rule and events together may have ${MAX_BYTES / 1024} KiB.`);
  const parsed = request.safeParse(parseJson(text));
  if (!parsed.success) return refusal(400, 'Send JSON: { "rule": …, "events": … }.');
  try {
    return Response.json(await translateInWorker(parsed.data));
  } catch (error) {
    if (error instanceof TranslateRefusal) return refusal(error.status, error.message);
    console.error(error);
    return refusal(500, 'The translator broke; the server’s log has the reason.');
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
