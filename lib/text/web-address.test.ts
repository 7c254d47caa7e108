import { describe, expect, it } from 'vitest';
import { readWebAddress } from './web-address';

describe('readWebAddress', () => {
  it('separates host and rest', () => {
    expect(readWebAddress('https://attack.mitre.org/techniques/T1059/?a=b#c')).toEqual({
      href: 'https://attack.mitre.org/techniques/T1059/?a=b#c',
      host: 'attack.mitre.org',
      rest: '/techniques/T1059/?a=b#c',
      user: null,
    });
    expect(readWebAddress('http://example.com')).toMatchObject({ rest: '' });
  });

  it('finds the real host behind a user name that looks like one', () => {
    expect(readWebAddress('https://github.com@evil.example/')).toEqual({
      href: 'https://evil.example/',
      host: 'evil.example',
      rest: '',
      user: 'github.com@',
    });
    expect(readWebAddress('https://github.com%2fSigmaHQ:pw@evil.example:8443/x')).toMatchObject({
      host: 'evil.example:8443',
      user: 'github.com%2fSigmaHQ@',
    });
  });

  it('writes a host with foreign letters so that it looks like no other', () => {
    expect(readWebAddress('https://gіthub.com/')?.host).toMatch(/^xn--/);
    expect(readWebAddress('https://ｇｉｔｈｕｂ.com/')?.host).toBe('github.com');
    expect(readWebAddress('https://git\u200bhub.com/')?.host).toBe('github.com');
  });

  it('encodes what is invisible in a path', () => {
    expect(readWebAddress('https://a.example/\u202egnp')?.rest).toBe('/%E2%80%AEgnp');
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://a.example/',
    '//evil.example/',
    '/relative',
    'https://',
    'https://a b.example/',
    'https://a.example/ and more',
    'Internal research',
    '',
  ])('refuses %j', (text) => {
    expect(readWebAddress(text)).toBeNull();
  });
});
