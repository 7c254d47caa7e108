import { onceADay } from './once-a-day.mjs';
import { tokenFinder } from './token-file.mjs';
import { trustedProxy } from './trusted-proxy.mjs';

/** Other bearer tokens may be the proxy's. */
const OWN_TOKEN = /^Bearer +(wfl_[\w-]{1,100})$/i;

/**
 * What is known of who sends a request.
 * @typedef {import('./identity.mjs').Identity & { mayRead: boolean, renewed: string | null }} Known
 */

/**
 * A function that says who sends a request: a token comes first, then the session, or what the proxy says.
 * @param {object} options
 * @param {import('../sign-in-settings.mjs').SignIn} options.settings
 * @param {ReturnType<typeof import('./sessions.mjs').sessions> | null} options.sessions
 * @param {(event: string, request: import('node:http').IncomingMessage, details?: Record<string, string | null>) => void} options.audit
 * @param {() => number} options.now
 * @returns {(request: import('node:http').IncomingMessage) => Known | { problem: string }} `none` for a problem if nobody is named
 */
export function identityFinder({ settings, sessions, audit, now }) {
  const { proxy, readGroup, operatorGroup, tokenFile } = settings;
  const findToken = tokenFile === null ? () => 'unknown' : tokenFinder(tokenFile, now);
  const askProxy = proxy && trustedProxy(proxy);
  const isFirstToday = onceADay(now);

  function byToken(request, text) {
    const token = findToken(text);
    if (typeof token === 'string') return { problem: `token-${token}` };
    const { name, may } = token;
    if (isFirstToday(`token ${name}`)) audit('token-used', request, { who: name, as: may });
    const isOperator = may === 'operate';
    return { kind: 'token', id: name, name, isOperator, mayRead: true, renewed: null };
  }

  function bySession(request) {
    const found = sessions.find(request.headers.cookie);
    if (!found) return { problem: 'none' };
    return { kind: 'person', ...found.person, mayRead: true, renewed: found.renewed };
  }

  function byProxy(request) {
    const said = askProxy(request);
    if ('problem' in said) {
      return { problem: said.problem === 'none' ? 'none' : `proxy-${said.problem}` };
    }
    const { name, groups } = said;
    const mayRead = readGroup === null || groups.includes(readGroup);
    const isOperator = operatorGroup !== null && groups.includes(operatorGroup);
    if (mayRead && isFirstToday(`person ${name}`)) {
      audit('sign-in', request, { who: name, as: isOperator ? 'operator' : 'reader' });
    }
    return { kind: 'person', id: name, name, isOperator, mayRead, renewed: null };
  }

  return (request) => {
    const [, token] = OWN_TOKEN.exec(request.headers.authorization ?? '') ?? [];
    if (token) return byToken(request, token);
    return sessions ? bySession(request) : byProxy(request);
  };
}
