import { describe, expect, it } from 'vitest';
import { createCidrTest, type Network, parseCidr } from './cidr';

describe('parseCidr', () => {
  it.each<[string, string, number]>([
    ['10.1.2.3/8', '10.0.0.0', 8],
    ['10.1.2.3', '10.1.2.3', 32],
    ['0.0.0.0/0', '0.0.0.0', 0],
    ['FE80::1/10', 'fe80::', 10],
    ['::1/128', '::1', 128],
    ['::/0', '::', 0],
    ['fc00::/7', 'fc00::', 7],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::', 80],
    ['1:0:0:2:3:4:5:6', '1::2:3:4:5:6', 128],
    ['::ffff:1.2.3.4/120', '::ffff:102:300', 120],
  ])('reads %s', (text, network, prefix) => {
    expect(parseCidr(text)).toMatchObject({ network, prefix });
  });

  it.each([
    '',
    'x',
    '10.0.0/8',
    '256.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::/129',
    '1::2::3',
    ':::',
    '1:2',
    '10.0.0.0/8/8',
    '12345::',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});

describe('createCidrTest', () => {
  it.each<[string, string, boolean]>([
    ['192.168.0.0/16', '192.168.255.1', true],
    ['192.168.0.0/16', '192.169.0.1', false],
    ['0.0.0.0/0', '1.2.3.4', true],
    ['0.0.0.0/0', '::1', false],
    ['0.0.0.0/0', '', false],
    ['::ffff:0:0/96', '::ffff:1.2.3.4', true],
    ['1.2.3.0/24', '::ffff:1.2.3.4', true],
    ['2001:db8::/32', '2001:0DB8::1', true],
    ['fe80::/10', 'fe80::1%12', true],
  ])('%s contains %s: %s', (network, address, truth) => {
    expect(createCidrTest(parseCidr(network) as Network)(address)).toBe(truth);
  });
});
