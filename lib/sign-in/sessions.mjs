import { randomBytes } from 'node:crypto';
import { cookieOf, hostCookie } from '../web/cookies.mjs';
import { seal, unseal } from './seal.mjs';

const MINUTE = 60_000;
/** Without a request for so long, a session ends. */
export const IDLE_MS = 60 * MINUTE;
/** So long after the sign-in, a session ends in any case. */
export const ABSOLUTE_MS = 12 * 60 * MINUTE;
/** How old the time of the last request in a cookie may be. */
const RENEW_MS = 5 * MINUTE;

/**
 * Who a session is of, as the provider said at the sign-in.
 * @typedef {{ id: string, name: string, isOperator: boolean }} Person
 */

/**
 * Sessions in sealed cookies. A server needs to know nothing but the key, and which sessions have been ended.
 * @param {object} options
 * @param {Buffer} options.key
 * @param {ReturnType<typeof import('./signed-out.mjs').signedOut>} options.ended
 * @param {boolean} options.isSecure whether readers come by https
 * @param {string} options.terms what sessions depend on, such as the groups that decide: another text ends them all
 * @param {() => number} [options.now] milliseconds since 1970
 */
export function sessions({ key, ended, isSecure, terms, now = Date.now }) {
  const name = isSecure ? '__Host-watchfloor' : 'watchfloor';
  const purpose = `session ${terms}`;
  const cookie = (session) =>
    hostCookie(name, seal(key, purpose, session), { seconds: ABSOLUTE_MS / 1000, isSecure });

  /** @returns {{ id: string, begun: number, seen: number, person: Person } | null} */
  function read(header) {
    const text = cookieOf(header, name);
    const session = text && unseal(key, purpose, text);
    if (!session || ended.has(session)) return null;
    const time = now();
    const isOver = time - session.begun > ABSOLUTE_MS || time - session.seen > IDLE_MS;
    return isOver ? null : session;
  }

  return {
    /**
     * Begins a session, and returns its header Set-Cookie.
     * @param {Person} person
     */
    begin(person) {
      const id = randomBytes(16).toString('base64url');
      return cookie({ id, begun: now(), seen: now(), person });
    },
    /**
     * Whose session a request has, with a new Set-Cookie if the old one is about to look idle; null without a session.
     * @param {string | undefined} header the header Cookie
     * @returns {{ person: Person, begun: number, renewed: string | null } | null}
     */
    find(header) {
      const session = read(header);
      if (!session) return null;
      const isFresh = now() - session.seen < RENEW_MS;
      const renewed = isFresh ? null : cookie({ ...session, seen: now() });
      return { person: session.person, begun: session.begun, renewed };
    },
    /**
     * Ends a request's session for good, also for copies of its cookie. Returns whose it was; null without one.
     * @param {string | undefined} header
     * @returns {Person | null}
     */
    end(header) {
      const session = read(header);
      if (session) ended.add(session.id);
      return session?.person ?? null;
    },
    /** The Set-Cookie that makes a browser forget its session. */
    dropped: hostCookie(name, '', { seconds: 0, isSecure }),
  };
}
