import type { Environment } from '@/lib/env';

const LOOPBACK = /^(?:localhost|127\.[\d.]+|::1|0:0:0:0:0:0:0:1)$/;
const EVERY = new Map([
  ['0.0.0.0', 'every IPv4 address of this machine'],
  ['::', 'every address of this machine'],
]);

/** True if only programs on this machine reach the address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The address as a URL without a path: `http://[::1]:3000`. */
export function urlOf({ host, port }: Pick<Environment, 'host' | 'port'>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Where this machine itself reaches the server, also if it listens on every address. */
export function ownUrlOf({ host, port }: Pick<Environment, 'host' | 'port'>): string {
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return urlOf({ host: own, port });
}

/** What `npm start` prints once it serves: the address, and who can reach it. */
export function listeningLines(
  environment: Pick<Environment, 'host' | 'port' | 'publicUrl' | 'metricsPort'>,
): string[] {
  const every = EVERY.get(environment.host);
  const lines = [
    `Watchfloor is running at ${every ? `${ownUrlOf(environment)} and on ${every}` : urlOf(environment)}`,
  ];
  if (environment.publicUrl) lines.push(`links name ${environment.publicUrl} (PUBLIC_URL)`);
  if (environment.metricsPort !== null) {
    const own = ownUrlOf({ host: environment.host, port: environment.metricsPort });
    lines.push(`metrics are at ${own}/metrics (METRICS_PORT)`);
  }
  if (!isLoopback(environment.host)) {
    lines.push(
      'everyone who reaches this port can read the catalog: restrict it with a firewall or a proxy, or unset HOST',
    );
  }
  return lines;
}

/** Why the server cannot listen on its address, and what to do. `code` is Node's, such as EADDRINUSE. */
export function listenRefusal(
  environment: Pick<Environment, 'host' | 'port'>,
  code: string,
): string {
  const { host, port } = environment;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use on ${host}. Choose another one: PORT=${port + 1} npm start`;
    case 'EADDRNOTAVAIL':
      return `HOST ${host} is not an address of this machine. Unset it, or set one that is.`;
    case 'EACCES':
      return `port ${port} needs an administrator's rights. Choose one above 1023: PORT=3000 npm start`;
    default:
      return `cannot listen on ${urlOf(environment)}: ${code}`;
  }
}
