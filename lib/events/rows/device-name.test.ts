import { describe, expect, it } from 'vitest';
import { resolveDevice, resolveFqdn } from './device-name';

describe('resolveDevice', () => {
  it('cuts a full name at its first dot', () => {
    expect(resolveDevice('pc1.office.example.com')).toEqual({
      DvcHostname: 'pc1',
      DvcDomain: 'office.example.com',
      DvcFQDN: 'pc1.office.example.com',
    });
  });

  it('has neither domain nor full name of a short one', () => {
    expect(resolveDevice('PC1')).toEqual({ DvcHostname: 'PC1', DvcDomain: '', DvcFQDN: '' });
  });
});

describe('resolveFqdn', () => {
  it('cuts an address as if it were a name, as the function does', () => {
    expect(resolveFqdn('10.0.0.5').name).toBe('10');
  });
});
