import { SignInFailure } from './sign-in-failure.mjs';

const TIMEOUT_SECONDS = 10;
/** By how much the provider's clock and this one may differ. */
const CLOCK_SECONDS = 60;
const MAX_NAME = 200;

/**
 * What a sign-in is recognised by when the provider sends the person back.
 * @typedef {{ state: string, nonce: string, verifier: string }} Transaction
 */

/**
 * The OpenID provider with which people sign in. Its library is loaded with the first sign-in, and what the provider
 * says of itself is asked for then.
 * @param {NonNullable<import('../sign-in-settings.mjs').SignIn['oidc']>} settings
 * @param {object} options
 * @param {string} options.redirectUri where it sends people back to
 * @param {() => number} options.now milliseconds since 1970
 */
export function openidProvider(settings, { redirectUri, now }) {
  const { issuer, clientId, clientSecret, scopes, groupsClaim } = settings;
  let discovering = null;

  function configuration() {
    discovering ??= discover().catch((error) => {
      discovering = null;
      throw failureOf(error);
    });
    return discovering;
  }

  async function discover() {
    const client = await import('openid-client');
    const isHere = issuer.startsWith('http:');
    const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute: isHere ? [client.allowInsecureRequests] : [],
    });
    const server = found.serverMetadata();
    const own = new client.Configuration(
      server,
      clientId,
      {
        [client.clockTolerance]: CLOCK_SECONDS,
        [client.clockSkew]: Math.round((now() - Date.now()) / 1000),
      },
      authentication(client, server),
    );
    own.timeout = TIMEOUT_SECONDS;
    if (isHere) client.allowInsecureRequests(own);
    // The signature of the ID token is checked, too, and not only that it came by https.
    client.enableNonRepudiationChecks(own);
    return { client, own };
  }

  /** Of what the provider takes, the one that all of the common ones read alike. */
  function authentication(client, { token_endpoint_auth_methods_supported: methods }) {
    if (clientSecret === null) return client.None();
    return methods?.includes('client_secret_post')
      ? client.ClientSecretPost(clientSecret)
      : client.ClientSecretBasic(clientSecret);
  }

  /** The claims that say who somebody is; those that the ID token does not have are asked for. */
  async function claimsOf({ client, own }, tokens) {
    const claims = tokens.claims();
    if (claims[groupsClaim] !== undefined || !own.serverMetadata().userinfo_endpoint) return claims;
    const more = await client.fetchUserInfo(own, tokens.access_token, claims.sub);
    return { ...more, ...claims };
  }

  return {
    /**
     * Where somebody signs in, and what to recognise them by afterwards.
     * @returns {Promise<{ address: string, transaction: Transaction }>} rejects with a SignInFailure
     */
    async begin() {
      const { client, own } = await configuration();
      const transaction = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(own, {
        redirect_uri: redirectUri,
        scope: scopes,
        state: transaction.state,
        nonce: transaction.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(transaction.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, transaction };
    },
    /**
     * Who has signed in, by the address with which the provider sent them back.
     * @param {URL} address
     * @param {Transaction} transaction
     * @returns {Promise<{ id: string, name: string, groups: string[] }>} rejects with a SignInFailure
     */
    async finish(address, { state, nonce, verifier }) {
      const found = await configuration();
      try {
        const tokens = await found.client.authorizationCodeGrant(found.own, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return personOf(await claimsOf(found, tokens), groupsClaim);
      } catch (error) {
        throw failureOf(error);
      }
    },
    /** Where people end what the provider remembers of them; null if it does not say, or was not asked yet. */
    async signOutAddress() {
      const found = await discovering?.catch(() => null);
      if (!found?.own.serverMetadata().end_session_endpoint) return null;
      return found.client.buildEndSessionUrl(found.own).href;
    },
  };
}

function personOf(claims, groupsClaim) {
  const groups = claims[groupsClaim];
  if (groups === undefined && claims._claim_names?.[groupsClaim] !== undefined) {
    throw new SignInFailure('too-many-groups');
  }
  const names = [claims.preferred_username, claims.email, claims.name, claims.sub];
  return {
    id: claims.sub,
    name: names.find((name) => typeof name === 'string' && name !== '').slice(0, MAX_NAME),
    groups: [groups ?? []].flat().filter((group) => typeof group === 'string'),
  };
}

const KINDS = new Map([
  ['OAUTH_TIMEOUT', 'provider-down'],
  ['OAUTH_RESPONSE_IS_NOT_CONFORM', 'provider-down'],
  ['OAUTH_RESPONSE_IS_NOT_JSON', 'provider-down'],
  ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'wrong-issuer'],
  ['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'clock'],
  ['OAUTH_AUTHORIZATION_RESPONSE_ERROR', 'refused'],
]);

/** The client's own faults; `invalid_grant` is a code that was used or is not for this sign-in. */
const OF_CLIENT = /^(?:invalid_client|unauthorized_client|invalid_request|unsupported_\w+)$/;

function failureOf(error) {
  if (error instanceof SignInFailure) return error;
  const told = error.error ?? error.cause?.code ?? '';
  const said = /^\w{1,50}$/.test(told) ? ` (${told})` : '';
  const detail = `${error.code ?? error.name}: ${error.message}${said}`;
  return new SignInFailure(kindOf(error), detail);
}

function kindOf(error) {
  // What `fetch` says of a connection.
  if (error instanceof TypeError && error.message === 'fetch failed') return 'provider-down';
  if (error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED') {
    const { claim } = error.cause?.cause ?? {};
    return claim === 'nonce' ? 'wrong-nonce' : claim === 'iss' ? 'wrong-issuer' : 'wrong-answer';
  }
  if (error.code === 'OAUTH_RESPONSE_BODY_ERROR') {
    return OF_CLIENT.test(error.error) ? 'client-refused' : 'expired';
  }
  return KINDS.get(error.code) ?? 'wrong-answer';
}
