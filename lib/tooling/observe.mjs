import process from 'node:process';
import { answerBeginner } from './begin-answer.mjs';
import { metricsText, requestCounts, serveMetrics } from './metrics.mjs';

/**
 * What the web server does so that an operator can watch it, as the environment says: names each request, logs its
 * end, counts it, and serves the counts.
 * @param {object} options
 * @param {import('./log.mjs').Log} options.log
 * @param {string} options.host where the server listens
 * @param {() => Promise<{ body: any } | null>} options.health
 */
export function observe({ log, host, health }) {
  const { TRUST_PROXY, PUBLIC_URL = '', HSTS, METRICS_PORT } = process.env;
  const counts = METRICS_PORT ? requestCounts() : null;

  function noteEnd({ id, method, path, status, seconds }) {
    counts?.add({ method, status, seconds });
    const ms = Math.round(seconds * 1000);
    const details = { requestId: id, method, path, status, ms };
    log.debug('request', `${method} ${path} ${status} ${ms} ms (${id})`, details);
  }

  const server =
    counts &&
    serveMetrics({
      host,
      port: Number(METRICS_PORT),
      read: async () =>
        metricsText({
          counts,
          health: (await health())?.body ?? null,
          memory: process.memoryUsage(),
          startedAt: performance.timeOrigin,
        }),
    });

  return {
    /** Begins an answer, and returns the request’s id. */
    begin: answerBeginner({
      trustsProxy: TRUST_PROXY === '1',
      publicUrl: PUBLIC_URL,
      hstsSeconds: Number(HSTS || 0),
      onEnd: counts || log.isOn('debug') ? noteEnd : null,
    }),
    close: () => server?.close(),
  };
}
