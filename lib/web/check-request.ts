import { isLoopback } from './listening';
import { hostOf, originOf, type WebSettings } from './origin';

export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

const IP_ADDRESS = /^(?:[\d.]+|\[.*\])$/;

/** Why a request is refused before any page sees it; null if it may go on. */
export function checkRequest(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  settings: WebSettings,
): Refusal | null {
  if (headers.has('host')) {
    const host = hostOf(headers);
    if (!host) return { status: 400, reason: 'The Host header is not a host name.' };
    if (!isServed(host.hostname, settings)) {
      return {
        status: 421,
        reason:
          'This server listens on its own machine only and does not serve the host that the request names. ' +
          'If a proxy is in front, set PUBLIC_URL to the address that readers use.',
      };
    }
  }
  if (['GET', 'HEAD', 'OPTIONS'].includes(method) || !isFromElsewhere(headers, settings))
    return null;
  return {
    status: 403,
    reason: 'A page of another site sent this form. Open Watchfloor and send it from there.',
  };
}

/**
 * A page can give its own name the address 127.0.0.1 (DNS rebinding) and then read this server as if it
 * were its own. So a server on loopback serves only names that are known to be its own.
 */
function isServed(hostname: string, { host, publicUrl, trustProxy }: WebSettings): boolean {
  if (!isLoopback(host) || trustProxy) return true;
  if (IP_ADDRESS.test(hostname) || /(?:^|\.)localhost$/.test(hostname)) return true;
  return publicUrl !== null && new URL(publicUrl).hostname === hostname;
}

/** True if a browser says that another site sent the request. Other clients send neither header. */
function isFromElsewhere(headers: Headers, settings: WebSettings): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const sender = headers.get('origin');
  return sender !== null && !isOwnAddress(sender, headers, settings);
}

/**
 * True if an http or https URL is on this site, by any of its names: PUBLIC_URL, the name that a trusted
 * proxy forwards, the Host header. The scheme may differ, because https can end at a proxy.
 */
export function isOwnAddress(url: string, headers: Headers, settings: WebSettings): boolean {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
  const { host, protocol } = new URL(url);
  return [originOf(headers, settings), hostOf(headers)?.origin].some(
    (name) => name && new URL(name.replace(/^https?:/, protocol)).host === host,
  );
}
