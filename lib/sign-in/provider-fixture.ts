import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

// A real OpenID provider on this machine. Every account has a name and groups; any password will do.

/** How long an ID token is valid. */
export const ID_TOKEN_SECONDS = 600;

export const CLIENT = { id: 'watchfloor', secret: 'not-so-secret-but-long-enough-for-a-test' };

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = { ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' };

export interface ProviderFixture {
  readonly issuer: string;
  stop(): Promise<void>;
}

export interface ProviderOptions {
  /** Where it may send people back to. */
  readonly redirectUri: string;
  /** The groups of each account. */
  readonly accounts: Readonly<Record<string, readonly string[]>>;
  /** Whether groups are in the ID token, as Keycloak sends them, and not only to be asked for, as Okta may have it. */
  readonly hasGroupsInToken?: boolean;
  readonly port?: number;
}

export async function startProvider({
  redirectUri,
  accounts,
  hasGroupsInToken = false,
  port = 0,
}: ProviderOptions): Promise<ProviderFixture> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [KEY as never] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email'],
    },
    conformIdTokenClaims: !hasGroupsInToken,
    ttl: {
      IdToken: ID_TOKEN_SECONDS,
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      Interaction: 600,
      Session: 600,
    },
    features: { devInteractions: { enabled: true } },
    findAccount(_, id) {
      const groups = Object.hasOwn(accounts, id) ? accounts[id] : undefined;
      if (!groups) return undefined;
      const claims = { sub: id, name: `${id} of the test`, preferred_username: id, groups };
      return { accountId: id, claims: async () => ({ ...claims, groups: [...groups] }) };
    },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
