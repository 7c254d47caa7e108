import { z } from 'zod';
import { parseJson, refusal } from '@/app/api/json-body';
import { clientKey } from '@/lib/workbench/client-key';
import { translatePool } from '@/lib/workbench/shared-pool';
import { isTranslateRefusal } from '@/lib/workbench/translate-refusal';
import { readBody } from './read-body';

const MAX_BYTES = 256 * 1024;
const SHAPE = 'Send a JSON object with “rule” and, if you like, “events”, both strings.';

const request = z.object({ rule: z.string(), events: z.string().default('') });

/** Translates the posted rule and runs it on the posted events. Nothing is stored. */
export async function POST({ body, headers, signal }: Request) {
  if (!headers.get('content-type')?.startsWith('application/json')) {
    return refusal(415, SHAPE);
  }
  const client = clientKey(headers);
  try {
    translatePool().admit(Number(headers.get('content-length') ?? 0), client);
    const text = await readBody(body, MAX_BYTES);
    if (text === null) {
      return refusal(
        413,
        `Rule and events together exceed the limit of ${MAX_BYTES / 1024} KiB. Send fewer events or rules.`,
      );
    }
    const parsed = request.safeParse(parseJson(text));
    if (!parsed.success) return refusal(400, SHAPE);
    const json = await translatePool().translate(parsed.data, { client, signal });
    return new Response(json, { headers: { 'Content-Type': 'application/json' } });
  } catch (error) {
    if (isTranslateRefusal(error)) {
      return refusal(error.status, error.message, error.retryAfter);
    }
    console.error(error);
    return refusal(500, 'The translation failed unexpectedly. Check the server log.');
  }
}
