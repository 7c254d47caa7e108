import { request } from 'node:http';
import { json } from 'node:stream/consumers';

/** Between two questions while the catalog stays as it is: a damage may be found later, in the background. */
const ASK_EVERY_MS = 2_000;

/**
 * A function that says whether Next has found the catalog sound in its present state. Until it has, and while it has
 * not, finished pages must not hide what is wrong. It asks this server's own health, at once after each change.
 * @param {object} options
 * @param {() => string} options.stamp of the catalog's file: changes with each change of it
 * @param {() => Promise<boolean>} options.ask whether the catalog can be used
 */
export function soundness({ stamp, ask }) {
  let sound = null;
  let asking = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function askNow(now) {
    asking = true;
    askedAt = performance.now();
    sound = (await ask()) ? now : null;
    asking = false;
  }

  return () => {
    const now = stamp();
    const isDue = now !== sound || performance.now() - askedAt > ASK_EVERY_MS;
    if (isDue && !asking) void askNow(now);
    return now === sound;
  };
}

/**
 * What a server says of its health; null if it does not answer.
 * @param {{ host: string, port: number, headers: Record<string, string> }} server
 * @returns {Promise<{ status: number, body: any } | null>} never rejects
 */
export function askHealth({ host, port, headers }) {
  return new Promise((resolve) => {
    const asked = request({ host, port, path: '/api/health', headers });
    asked.on('response', async (response) => {
      const { statusCode: status = 0 } = response;
      resolve({ status, body: await json(response).catch(() => null) });
    });
    asked.on('error', () => resolve(null));
    asked.end();
  });
}
