import type { z } from 'zod';
import { parseJson, refusal } from '@/app/api/json-body';
import { MAX_TEXT_BYTES } from '@/components/translate/limits';
import { readText } from '@/lib/text/read-text';
import { clientKey } from '@/lib/workbench/client-key';
import { translatePool } from '@/lib/workbench/shared-pool';
import { isTranslateRefusal } from '@/lib/workbench/translate-refusal';
import type { WorkbenchRequest } from '@/lib/workbench/types';

/** Lets a thread answer what is posted, if it has the shape that `whatToSend` describes. Nothing is stored. */
export async function answer(
  { body, headers, signal }: Request,
  shape: z.ZodType<WorkbenchRequest>,
  whatToSend: string,
): Promise<Response> {
  if (!headers.get('content-type')?.startsWith('application/json')) {
    return refusal(415, whatToSend);
  }
  const client = clientKey(headers);
  try {
    translatePool().admit(Number(headers.get('content-length') ?? 0), client);
    const text = await readText(body, MAX_TEXT_BYTES);
    if (text === null) {
      return refusal(
        413,
        `Rule and events together exceed the limit of ${MAX_TEXT_BYTES / 1024} KiB. Send fewer events or rules.`,
      );
    }
    const parsed = shape.safeParse(parseJson(text));
    if (!parsed.success) return refusal(400, whatToSend);
    const json = await translatePool().translate(parsed.data, { client, signal });
    return new Response(json, { headers: { 'Content-Type': 'application/json' } });
  } catch (error) {
    return refused(error);
  }
}

/** The answer where a thread gives none. */
export function refused(error: unknown): Response {
  if (isTranslateRefusal(error)) return refusal(error.status, error.message, error.retryAfter);
  console.error(error);
  return refusal(500, 'The translation failed unexpectedly. Check the server log.');
}
