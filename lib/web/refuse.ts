import type { Refusal } from './check-request';
import { refusalAnswer } from './refusal.mjs';

/** The refusal as a response, in the form that the client reads: page, JSON or text. */
export function refuse(
  request: Pick<Request, 'url' | 'headers'>,
  { status, reason }: Refusal,
): Response {
  const { headers, body } = refusalAnswer({
    status,
    reason,
    path: new URL(request.url).pathname,
    accept: request.headers.get('accept'),
  });
  return new Response(body, { status, headers });
}
