import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from './env';
import { readSignIn } from './sign-in-settings.mjs';

const OPENID = {
  SIGN_IN: 'oidc',
  PUBLIC_URL: 'https://rules.example.org',
  OIDC_ISSUER: 'https://login.example.org/realms/soc',
  OIDC_CLIENT_ID: 'watchfloor',
};
const PROXY = {
  SIGN_IN: 'proxy',
  SIGN_IN_HEADER: 'X-Forwarded-User',
  TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/24,::1',
};
const ROOT = '/srv';

/** What both readers of the environment say is wrong. */
function problemsOf(source: Record<string, string>): string {
  const said = [() => readEnvironment(source, ROOT), () => readSignIn(source, ROOT)].map((read) => {
    try {
      read();
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  expect(said[0]).toBe(said[1]);
  return said[0] ?? '';
}

describe('the settings of sign-in', () => {
  it('are off, unless the operator says otherwise', () => {
    expect(readSignIn({}, ROOT)).toEqual(readEnvironment({ SIGN_IN: '' }, ROOT).signIn);
    expect(readSignIn({}, ROOT).mode).toBe('off');
  });

  it('have what a provider needs', () => {
    const more = { OIDC_CLIENT_SECRET: 'x~y', READ_GROUP: 'soc', TOKENS: 'tokens.yml' };
    expect(readEnvironment({ ...OPENID, ...more }, ROOT).signIn).toEqual({
      mode: 'oidc',
      publicUrl: 'https://rules.example.org',
      proxy: null,
      oidc: {
        issuer: 'https://login.example.org/realms/soc',
        clientId: 'watchfloor',
        clientSecret: 'x~y',
        scopes: 'openid profile email',
        groupsClaim: 'groups',
      },
      readGroup: 'soc',
      operatorGroup: null,
      sessionSecret: null,
      tokenFile: '/srv/tokens.yml',
      auditFile: null,
    });
    expect(readSignIn({ ...OPENID, ...more }, ROOT)).toEqual(
      readEnvironment({ ...OPENID, ...more }, ROOT).signIn,
    );
  });

  it('have what a proxy needs, with the names of headers as Node has them', () => {
    expect(readSignIn({ ...PROXY, SIGN_IN_GROUPS_HEADER: 'X-Groups' }, ROOT).proxy).toEqual({
      header: 'x-forwarded-user',
      groupsHeader: 'x-groups',
      addresses: ['127.0.0.1', '10.0.0.0/24', '::1'],
    });
  });

  it.each([
    [{ OIDC_ISSUER: OPENID.OIDC_ISSUER }, 'OIDC_ISSUER must not be set, because SIGN_IN is off'],
    [{ READ_GROUP: 'soc' }, 'READ_GROUP must not be set, because SIGN_IN is off'],
    [{ TOKENS: 't.yml' }, 'TOKENS must not be set, because SIGN_IN is off'],
    [{ SIGN_IN: 'oidc' }, 'OIDC_ISSUER must be set, because SIGN_IN is oidc'],
    [{ ...OPENID, PUBLIC_URL: '' }, 'PUBLIC_URL must be set, because SIGN_IN is oidc'],
    [{ ...OPENID, PUBLIC_URL: 'http://rules.example.org' }, 'PUBLIC_URL must be https'],
    [{ ...OPENID, SIGN_IN_HEADER: 'X-User' }, 'SIGN_IN_HEADER must not be set'],
    [{ SIGN_IN: 'proxy' }, 'TRUSTED_PROXIES must be set, because SIGN_IN is proxy'],
    [{ ...PROXY, SESSION_SECRET: 'a'.repeat(32) }, 'SESSION_SECRET must not be set'],
    [{ ...PROXY, OPERATOR_GROUP: 'soc' }, 'SIGN_IN_GROUPS_HEADER must be set'],
  ])('that contradict each other are refused: %j', (source, reason) => {
    expect(problemsOf(source)).toContain(reason);
    expect(() => readEnvironment(source)).toThrow(EnvironmentError);
  });

  it.each([
    [{ SIGN_IN: 'yes' }, 'SIGN_IN must be off, proxy or oidc'],
    [{ ...PROXY, SIGN_IN_HEADER: 'X User' }, 'SIGN_IN_HEADER must be the name'],
    [{ ...PROXY, SIGN_IN_HEADER: 'Cookie' }, 'SIGN_IN_HEADER must be the name'],
    [{ ...PROXY, SIGN_IN_HEADER: 'X-Forwarded-For' }, 'SIGN_IN_HEADER must be the name'],
    [{ ...PROXY, TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES must be IP addresses'],
    [{ ...PROXY, TRUSTED_PROXIES: 'proxy.lan' }, 'TRUSTED_PROXIES must be IP addresses'],
    [{ ...OPENID, OIDC_ISSUER: 'http://login.example.org' }, 'OIDC_ISSUER must be an https'],
    [{ ...OPENID, OIDC_ISSUER: 'https://me:pass@login.example.org' }, 'OIDC_ISSUER must be'],
    [{ ...OPENID, OIDC_SCOPES: 'profile email' }, 'OIDC_SCOPES must contain openid'],
    [{ ...OPENID, SESSION_SECRET: 'short' }, 'SESSION_SECRET must have at least 32 characters'],
  ])('that cannot be used are refused: %j', (source, reason) => {
    const said = problemsOf(source);
    expect(said).toContain(reason);
    expect(said).not.toMatch(/short|pass@/);
  });

  it('take http on this machine, to try a provider', () => {
    const local = {
      ...OPENID,
      PUBLIC_URL: 'http://localhost:3000',
      OIDC_ISSUER: 'http://[::1]:8080',
    };
    expect(readSignIn(local, ROOT).publicUrl).toBe('http://localhost:3000');
  });
});
