import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** How long the server must have been left alone before it makes a page that nobody asked for. */
const QUIET_MS = 500;
/** Between looks for a new state of the catalog. */
const LOOK_MS = 2_000;
const ALWAYS = [
  '/',
  '/coverage',
  '/techniques',
  '/changes',
  '/glossary',
  '/environment',
  '/translate',
];

/**
 * Asks this server for the pages of each new state of the catalog, one at a time, at most half of the time, and only
 * while nobody else asks for anything. Then makes those smaller that are asked for often. Never returns; a page that fails is left to the reader who asks for it.
 * @param {object} options
 * @param {string} options.host of this server
 * @param {number} options.port
 * @param {() => string | null} options.version
 * @param {() => string[]} options.addresses of the pages of the catalog, the likeliest first
 * @param {() => number} options.lastRequestAt by `performance.now()`, without the requests made here
 * @param {() => Promise<boolean>} options.improveOne makes a page smaller, and says whether there was one to improve
 * @param {string} options.mark a secret by which the server knows the requests made here
 */
export async function warmPages({
  host,
  port,
  version,
  addresses,
  lastRequestAt,
  improveOne,
  mark,
}) {
  let warmed = null;
  for (;;) {
    const state = version();
    if (state !== null && state !== warmed) {
      warmed = state;
      for (const address of [...ALWAYS, ...addresses()]) {
        while (performance.now() - lastRequestAt() < QUIET_MS) await pause(QUIET_MS);
        if (version() !== state) break;
        const started = performance.now();
        await get({ host, port, path: address, mark });
        await pause(performance.now() - started);
      }
    }
    const isQuiet = performance.now() - lastRequestAt() >= QUIET_MS;
    if (!isQuiet || !(await improveOne())) await pause(LOOK_MS);
  }
}

/** The header with the mark. */
export const MARK = 'watchfloor-warming';

const pause = (milliseconds) => wait(milliseconds, undefined, { ref: false });

function get({ host, port, path, mark }) {
  return new Promise((resolve) => {
    const asked = request({ host, port, path, headers: { 'accept-encoding': 'br', [MARK]: mark } });
    asked.on('response', (response) => response.resume().on('close', resolve));
    asked.on('error', resolve);
    asked.end();
  });
}
