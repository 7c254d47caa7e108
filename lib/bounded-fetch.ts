/**
 * `fetch` without redirects, which could carry a key to another host, and with a limit for the answer's size. Reading a
 * larger answer throws an Error.
 */
export function boundedFetch(maxMiB: number): typeof fetch {
  const most = maxMiB * 1024 * 1024;
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    if (!response.body) return response;
    let received = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received > most) controller.error(new Error(`The answer is larger than ${maxMiB} MiB`));
        else controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
  };
}
