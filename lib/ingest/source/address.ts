import { inspect } from 'node:util';
import { showAddress } from '@/lib/address';
import { EXIT, type ExitCode, SyncFailure } from '../failure';
import { sha256 } from '../hash';

const LOCAL_HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * An address that a sync reads from: https, or http on this machine for tests and mirrors. Its query may
 * hold secrets, so every way to print it gives the form fit to be shown.
 */
export class Address {
  readonly #url: URL;

  private constructor(url: URL) {
    this.#url = url;
  }

  /** Throws a SyncFailure for an address of another kind, and for one with a user name or password. */
  static parse(text: string, exitCode: ExitCode = EXIT.usage): Address {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isAllowed =
      url?.protocol === 'https:' ||
      (url?.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname));
    if (!url || !isAllowed) {
      throw new SyncFailure(
        `${showAddress(text)} is not an https URL`,
        'Use an address that begins with https:// (http:// is for 127.0.0.1 only).',
        exitCode,
      );
    }
    if (url.username !== '' || url.password !== '') {
      throw new SyncFailure(
        `${showAddress(text)} contains a user name or password`,
        'Remove it. For a source, set a token in SYNC_TOKEN, or in GITHUB_TOKEN for github:OWNER/NAME. For an ATT&CK bundle, pass the path of a file.',
        exitCode,
      );
    }
    return new Address(url);
  }

  /** Where a redirect from here leads. Throws a SyncFailure if Watchfloor does not follow it. */
  redirect(location: string): Address {
    const target = URL.canParse(location, this.#url) ? new URL(location, this.#url).href : location;
    const address = Address.parse(target, EXIT.source);
    if (address.isLocal && !this.isLocal) {
      throw new SyncFailure(
        `${this} redirects to ${address}, which is on this machine`,
        'Check the address. Watchfloor does not follow such a redirect.',
      );
    }
    return address;
  }

  get host(): string {
    return this.#url.host;
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#url.origin;
  }

  private get isLocal(): boolean {
    return LOCAL_HOSTS.includes(this.#url.hostname);
  }

  /** The complete address, for a request. Never print it. */
  get secretUrl(): URL {
    return new URL(this.#url);
  }

  /** Tells addresses apart that look the same when shown. */
  get fingerprint(): string {
    return sha256(this.#url.href).slice(0, 12);
  }

  toString(): string {
    return showAddress(this.#url.href);
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
