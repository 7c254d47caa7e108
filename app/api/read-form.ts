import { readText } from '@/lib/text/read-text';
import { refuse } from '@/lib/web/refuse';

// The fields become an address, which has the same limit.
const MAX_BYTES = 16 * 1024;
const FORM = /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** The fields of a posted form. A response with the reason if the body is another kind, or too large. */
export async function readForm(
  request: Request,
  maxBytes = MAX_BYTES,
): Promise<URLSearchParams | Response> {
  if (!FORM.test(request.headers.get('content-type') ?? '')) {
    const reason = 'Send the form as application/x-www-form-urlencoded in UTF-8.';
    return refuse(request, { status: 415, reason });
  }
  const text = await readText(request.body, maxBytes);
  if (text === null) {
    const reason = `The form exceeds the limit of ${maxBytes / 1024} KiB. Send less text.`;
    return refuse(request, { status: 413, reason });
  }
  return new URLSearchParams(text);
}
