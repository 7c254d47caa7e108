/** Far more than any answer; a server cannot fill the memory. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * `fetch` without redirects, which could carry the key to another host, and with a limit for the answer's
 * size.
 */
export const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (!response.body) return response;
  let received = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received > MAX_BYTES) controller.error(new Error('The answer is larger than 2 MiB'));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
};
