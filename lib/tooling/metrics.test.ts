import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { metricsText, requestCounts, serveMetrics } from './metrics.mjs';

const SAMPLE = /^[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [\d.e+-]+$/;

function textOf(health: Parameters<typeof metricsText>[0]['health']) {
  const counts = requestCounts();
  counts.add({ method: 'GET', status: 200, seconds: 0.004 });
  counts.add({ method: 'GET', status: 200, seconds: 20 });
  counts.add({ method: 'BREW', status: 405, seconds: 0.2 });
  return metricsText({ counts, health, memory: { rss: 9, heapUsed: 7 }, startedAt: 1500 });
}

it('writes what Prometheus reads: names, types and samples', () => {
  const text = textOf({
    status: 'syncing',
    rules: 3780,
    sync: { checkedAt: '2026-11-30T12:00:00.500Z', completedAt: '2026-11-30T11:00:00Z' },
  });
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples.filter((line) => !SAMPLE.test(line))).toEqual([]);
  expect(samples).toEqual(
    expect.arrayContaining([
      'watchfloor_http_requests_total{method="GET",status="200"} 2',
      'watchfloor_http_requests_total{method="other",status="405"} 1',
      'watchfloor_http_request_duration_seconds_bucket{le="0.001"} 0',
      'watchfloor_http_request_duration_seconds_bucket{le="0.005"} 1',
      'watchfloor_http_request_duration_seconds_bucket{le="0.25"} 2',
      'watchfloor_http_request_duration_seconds_bucket{le="+Inf"} 3',
      'watchfloor_http_request_duration_seconds_count 3',
      'watchfloor_state{state="ready"} 0',
      'watchfloor_state{state="syncing"} 1',
      'watchfloor_rules 3780',
      'watchfloor_last_check_timestamp_seconds 1796040000.5',
      'process_resident_memory_bytes 9',
      'process_start_time_seconds 1.5',
    ]),
  );
  const typed = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(typed).size).toBe(typed.length);
});

it('says less of a server that does not answer', () => {
  const text = textOf(null);
  expect(text).toContain('watchfloor_state{state="ready"} 0');
  expect(text).not.toContain('watchfloor_rules');
});

it('serves them at one address of a port of its own', async () => {
  const server = serveMetrics({ host: '127.0.0.1', port: 0, read: async () => textOf(null) });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await metrics.text()).toContain('watchfloor_state');
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  server.close();
});
