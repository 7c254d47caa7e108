import { createServer } from 'node:http';

/** Upper bounds in seconds: a finished page takes less than a millisecond, a search tens of them. */
const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const STATES = ['ready', 'syncing', 'degraded'];

/** @typedef {{ status: string, rules?: number, sync?: { checkedAt: string, completedAt: string } | null }} Health */

/** Counts answers for `metricsText`. */
export function requestCounts() {
  const byAnswer = new Map();
  const below = BOUNDS.map(() => 0);
  const total = { count: 0, seconds: 0 };
  return {
    /** @param {{ method: string, status: number, seconds: number }} ended */
    add({ method, status, seconds }) {
      const labels = `method="${METHODS.includes(method) ? method : 'other'}",status="${status}"`;
      byAnswer.set(labels, (byAnswer.get(labels) ?? 0) + 1);
      BOUNDS.forEach((bound, at) => {
        if (seconds <= bound) below[at] = (below[at] ?? 0) + 1;
      });
      total.count++;
      total.seconds += seconds;
    },
    byAnswer,
    below,
    total,
  };
}

/**
 * What Prometheus reads, in its text format 0.0.4.
 * @param {object} state
 * @param {ReturnType<typeof requestCounts>} state.counts
 * @param {Health | null} state.health null if the server does not answer
 * @param {{ rss: number, heapUsed: number }} state.memory
 * @param {number} state.startedAt in milliseconds since 1970
 */
export function metricsText({ counts, health, memory, startedAt }) {
  const { byAnswer, below, total } = counts;
  const seconds = (time) => Date.parse(time) / 1000;
  const families = [
    metric('watchfloor_http_requests_total', 'counter', 'Answers by method and status.', [
      ...[...byAnswer].map(([labels, count]) => [`{${labels}}`, count]),
    ]),
    metric('watchfloor_http_request_duration_seconds', 'histogram', 'Time until an answer ended.', [
      ...BOUNDS.map((bound, at) => [`_bucket{le="${bound}"}`, below[at]]),
      ['_bucket{le="+Inf"}', total.count],
      ['_sum', total.seconds],
      ['_count', total.count],
    ]),
    metric('watchfloor_state', 'gauge', 'The state that /api/health says, as 1.', [
      ...STATES.map((state) => [`{state="${state}"}`, health?.status === state ? 1 : 0]),
    ]),
    health?.rules !== undefined &&
      metric('watchfloor_rules', 'gauge', 'Rules in the catalog.', [['', health.rules]]),
    health?.sync &&
      metric(
        'watchfloor_last_check_timestamp_seconds',
        'gauge',
        'When a sync last found what its sources have.',
        [['', seconds(health.sync.checkedAt)]],
      ),
    health?.sync &&
      metric(
        'watchfloor_last_change_timestamp_seconds',
        'gauge',
        'When a sync last changed the catalog.',
        [['', seconds(health.sync.completedAt)]],
      ),
    metric('process_resident_memory_bytes', 'gauge', 'Memory of the web server.', [
      ['', memory.rss],
    ]),
    metric('nodejs_heap_size_used_bytes', 'gauge', 'Of it, what JavaScript uses.', [
      ['', memory.heapUsed],
    ]),
    metric('process_start_time_seconds', 'gauge', 'When the web server started.', [
      ['', startedAt / 1000],
    ]),
  ];
  return families.filter(Boolean).join('');
}

function metric(name, type, help, samples) {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/**
 * Serves `/metrics` on a port of its own, so that a proxy in front of the pages cannot show them.
 * @param {{ host: string, port: number, read: () => Promise<string> }} options
 */
export function serveMetrics({ host, port, read }) {
  const server = createServer(async ({ method, url }, response) => {
    if (url !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Metrics are at /metrics.\n');
    } else if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else {
      const text = await read();
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(method === 'HEAD' ? undefined : text);
    }
  });
  server.listen(port, host);
  return server;
}
