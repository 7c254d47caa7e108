import { translatePool } from '@/lib/workbench/shared-pool';
import type { TranslateAnswer, TranslateRequest } from '@/lib/workbench/types';
import type { Asking } from './caller';

/** Translates in the threads that the translate page uses, in turn with other clients. Throws a TranslateRefusal. */
export async function askWorkbench(
  request: TranslateRequest,
  { client, signal }: Asking,
): Promise<TranslateAnswer> {
  const pool = translatePool();
  pool.admit(Buffer.byteLength(request.rule) + Buffer.byteLength(request.events), client);
  return JSON.parse(await pool.translate(request, { client, signal }));
}
