import { isIPv6 } from 'node:net';
import { addAll } from '@/lib/long-lists';

/**
 * Who a request counts for: the address from which it came. The last entry of `X-Forwarded-For` is that
 * address, as the server or the proxy in front of it adds it. IPv6 clients own a /64 network, so its
 * first four groups count.
 */
export function clientKey(headers: Headers): string {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return isIPv6(address) ? network(address) : address;
}

function network(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) {
    const after = tail.split(':').filter(Boolean);
    while (groups.length + after.length < 8) groups.push('0');
    addAll(groups, after);
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
