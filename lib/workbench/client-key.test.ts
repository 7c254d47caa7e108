import { expect, it } from 'vitest';
import { clientKey } from './client-key';

it.each([
  ['the address of an IPv4 client', '192.0.2.7', '192.0.2.7'],
  ['the same for its IPv6 form', '::ffff:192.0.2.7', '192.0.2.7'],
  ['the nearest address, not what the client wrote before it', '1.1.1.1, 192.0.2.7', '192.0.2.7'],
  ['the network of an IPv6 client', '2001:db8:0:12::5', '2001:db8:0:12'],
  ['the same network for another form', '2001:0DB8:0000:0012:1:2:3:4', '2001:db8:0:12'],
  ['the network behind a leading ::', '::1', '0:0:0:0'],
])('is %s', (_, header, key) => {
  expect(clientKey(new Headers({ 'X-Forwarded-For': header }))).toBe(key);
});

it('is one client for all whose address is not known', () => {
  expect(clientKey(new Headers())).toBe('');
});
