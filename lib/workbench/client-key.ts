import { isIPv6 } from 'node:net';
import { clientNetwork } from '@/lib/client-network.mjs';

/**
 * Who a request counts for: the address from which it came. The last entry of `X-Forwarded-For` is that
 * address, as the server or the proxy in front of it adds it. IPv6 clients own a /64 network, so its
 * first four groups count.
 */
export function clientKey(headers: Headers): string {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIPv6(address) ? clientNetwork(address) : address;
}
