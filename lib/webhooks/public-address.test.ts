import { describe, expect, it } from 'vitest';
import { addressOf, ForbiddenAddress } from './public-address';

const resolving =
  (...addresses: readonly string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('addressOf', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '198.18.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[fd00::1]',
    '[fe80::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::1]',
    '[2001:0:1:2::1]',
  ])('refuses %s, as an address and as that of a name', async (literal) => {
    await expect(addressOf(literal, false)).rejects.toThrow(ForbiddenAddress);
    const bare = literal.replace(/[[\]]/g, '');
    await expect(addressOf('name.example', false, resolving(bare))).rejects.toThrow(
      ForbiddenAddress,
    );
    expect((await addressOf('name.example', true, resolving(bare))).address).toBe(bare);
  });

  it('refuses a name if only one of its addresses is private', async () => {
    await expect(
      addressOf('name.example', false, resolving('93.184.215.14', '10.0.0.1')),
    ).rejects.toThrow(ForbiddenAddress);
  });

  it('takes the first public address', async () => {
    const resolve = resolving('93.184.215.14', '2606:2800:21f::1');
    expect(await addressOf('name.example', false, resolve)).toEqual({
      address: '93.184.215.14',
      family: 4,
    });
    await expect(addressOf('name.example', false, resolving())).rejects.toThrow('no address');
  });
});
