/** The value of a JSON text; undefined, which no schema takes, if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer that refuses a request of a program. `retryAfter` is in seconds. */
export function refusal(status: number, error: string, retryAfter: number | null = null): Response {
  const headers = retryAfter === null ? undefined : { 'Retry-After': String(retryAfter) };
  return Response.json({ error }, { status, headers });
}
