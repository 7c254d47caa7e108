import { z } from 'zod';
import { parseJson, refusal } from '@/app/api/json-body';
import { compareWithCatalog } from '@/lib/catalog/deploy/compare';
import { deployTools } from '@/lib/deploy-tools';
import { readText } from '@/lib/text/read-text';

const MAX_BYTES = 16 * 1024 * 1024;

const request = z.object({
  files: z.array(z.object({ name: z.string().max(300), text: z.string() })).max(600),
  selected: z.array(z.string().max(100)).max(600).default([]),
});

/** Compares an export of a tenant with the catalog. Nothing of it is stored or logged. */
export async function POST({ body, headers }: Request) {
  if (!headers.get('content-type')?.startsWith('application/json')) {
    return refusal(415, 'Send a JSON object with “files”.');
  }
  const text = await readText(body, MAX_BYTES);
  if (text === null) {
    return refusal(413, `The files exceed the limit of ${MAX_BYTES / 1024 / 1024} MB together.`);
  }
  const parsed = request.safeParse(parseJson(text));
  if (!parsed.success) return refusal(400, 'Send a JSON object with “files”, each name and text.');
  const { files, selected } = parsed.data;
  return Response.json(await compareWithCatalog(files, selected, deployTools().knowledge), {
    headers: { 'Cache-Control': 'no-store' },
  });
}
