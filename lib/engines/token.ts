import { EngineFailure } from './types';

/** Gives the bearer token for a scope, each time anew so that none expires in a long run; null: none is asked for. */
export type TokenSource = () => Promise<string | null>;

/** The part of Azure's library for signing in that is used. It is optional, so its types are not there. */
interface AzureIdentity {
  readonly DefaultAzureCredential: new () => {
    getToken(scope: string): Promise<{ readonly token: string } | null>;
  };
}

const AZURE_IDENTITY = '@azure/identity';

/**
 * The token of the environment; without one, Azure's own login (`az login`, a managed identity) if `@azure/identity` is
 * installed. An address of this machine, such as the emulator's, needs none.
 */
export function tokenSource(
  { url, scope }: { readonly url: URL; readonly scope: string | null },
  given: string | null,
): TokenSource {
  if (given !== null) return async () => given;
  if (scope === null || isLoopback(url)) return async () => null;
  let credential: InstanceType<AzureIdentity['DefaultAzureCredential']> | null = null;
  return async () => {
    try {
      credential ??= new (await loadAzureIdentity()).DefaultAzureCredential();
      const token = await credential.getToken(scope);
      if (token) return token.token;
    } catch (error) {
      if (error instanceof EngineFailure) throw error;
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new EngineFailure('denied', `Azure gives no token for ${scope}: ${why}`);
    }
    throw new EngineFailure('denied', `Azure gives no token for ${scope}`);
  };
}

async function loadAzureIdentity(): Promise<AzureIdentity> {
  try {
    return (await import(AZURE_IDENTITY)) as AzureIdentity;
  } catch {
    throw new EngineFailure(
      'denied',
      'There is no token. Set ENGINE_TOKEN, or install Azure’s login with `npm install --no-save @azure/identity` and sign in with `az login`',
    );
  }
}

export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
