import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A message may not go to this address. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** Finds the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * The address that a connection to a host goes to, looked up once, so that no second answer of the name server leads
 * elsewhere. Throws a ForbiddenAddress if one of the host's addresses is private, unless that is allowed.
 */
export async function addressOf(
  hostname: string,
  allowPrivate: boolean,
  resolve: Resolve = resolveAll,
): Promise<LookupAddress> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  const found = family === 0 ? await resolve(hostname) : [{ address: literal, family }];
  const [first] = found;
  if (!first) throw new ForbiddenAddress('the name has no address');
  if (!allowPrivate && !found.every(({ address }) => isPublic(address))) {
    throw new ForbiddenAddress(
      'the address is private or reserved; private: true beside the url allows it',
    );
  }
  return first;
}

/** Only what the internet routes to one host: not loopback, link-local, private, translated or reserved. */
function isPublic(address: string): boolean {
  return ipaddr.process(address.split('%')[0] ?? '').range() === 'unicast';
}
