import type { Environment } from '@/lib/env';
import { urlOf } from './listening';

export type WebSettings = Pick<Environment, 'host' | 'port' | 'publicUrl' | 'trustProxy'>;

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;

/**
 * The address under which the client reached this site, such as `https://rules.example.org`: `PUBLIC_URL`, which alone
 * may have a path, or what a trusted proxy says, or the Host header. Without a usable one, the address that the
 * server listens on. Without a slash at its end.
 */
export function originOf(headers: Headers, settings: WebSettings): string {
  if (settings.publicUrl) return settings.publicUrl;
  const protocol = protocolOf(headers, settings);
  return (
    (settings.trustProxy ? origin(protocol, nearest(headers, 'x-forwarded-host')) : null) ??
    origin(protocol, headers.get('host')) ??
    urlOf(settings)
  );
}

/** The attribute of a cookie that keeps it to https, if the client came by https; otherwise nothing. */
export function secureAttribute(headers: Headers, settings: WebSettings): '; Secure' | '' {
  return originOf(headers, settings).startsWith('https:') ? '; Secure' : '';
}

/** The host that the request names, as an http URL; null if it names none, or none that can exist. */
export function hostOf(headers: Headers): URL | null {
  const named = origin('http', headers.get('host'));
  return named === null ? null : new URL(named);
}

function protocolOf(headers: Headers, { trustProxy }: WebSettings): 'http' | 'https' {
  return trustProxy && nearest(headers, 'x-forwarded-proto') === 'https' ? 'https' : 'http';
}

/** The last value of a list: the one from the nearest proxy, because clients can send the others. */
function nearest(headers: Headers, name: string): string | null {
  return headers.get(name)?.split(',').at(-1)?.trim() ?? null;
}

function origin(protocol: 'http' | 'https', host: string | null): string | null {
  if (host === null || !HOST.test(host)) return null;
  const text = `${protocol}://${host}`;
  return URL.canParse(text) ? new URL(text).origin : null;
}
