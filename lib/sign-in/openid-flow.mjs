import { createHash } from 'node:crypto';
import { cookieOf, hostCookie } from '../web/cookies.mjs';
import { ownPath } from '../web/own-path.mjs';
import { openidProvider } from './openid-provider.mjs';
import { failurePage, sendPage, sendTo, signedOutPage } from './own-pages.mjs';
import { seal, unseal } from './seal.mjs';
import { SignInFailure } from './sign-in-failure.mjs';

const CALLBACK = '/sign-in/callback';
const PURPOSE = 'signing in';
/** How long somebody may take at the provider. */
const TRANSACTION_MS = 10 * 60_000;
/** Sign-ins that a browser may have under way, one in each of its tabs. */
const MAX_UNDERWAY = 8;

/**
 * The addresses of a sign-in with an OpenID provider, by path. Each answers, and does not reject with a SignInFailure.
 * @param {object} options
 * @param {import('../sign-in-settings.mjs').SignIn} options.settings
 * @param {Buffer} options.key
 * @param {ReturnType<typeof import('./sessions.mjs').sessions>} options.sessions
 * @param {(event: string, request: import('node:http').IncomingMessage, details?: Record<string, string | null>) => void} options.audit
 * @param {() => number} options.now
 * @returns {Record<string, { method: string, answer: (request: any, response: any) => Promise<void> }>}
 */
export function openidFlow({ settings, key, sessions, audit, now }) {
  const { publicUrl, oidc, readGroup, operatorGroup } = settings;
  const isSecure = publicUrl.startsWith('https:');
  const provider = openidProvider(oidc, { redirectUri: publicUrl + CALLBACK, now });
  const prefix = isSecure ? '__Host-signing-in-' : 'signing-in-';

  const cookieName = (state) =>
    prefix + createHash('sha256').update(state).digest('base64url').slice(0, 12);
  const dropped = (name) => hostCookie(name, '', { seconds: 0, isSecure });

  async function begin(request, response) {
    const to = ownPath(paramsOf(request).get('to'));
    const { address, transaction } = await provider.begin();
    const value = seal(key, PURPOSE, { ...transaction, to, until: now() + TRANSACTION_MS });
    const cookie = hostCookie(cookieName(transaction.state), value, {
      seconds: TRANSACTION_MS / 1000,
      isSecure,
    });
    const underway = namesOf(request.headers.cookie).filter((name) => name.startsWith(prefix));
    const surplus = underway.length >= MAX_UNDERWAY ? underway : [];
    response.setHeader('Set-Cookie', [...surplus.map(dropped), cookie]);
    sendTo(response, address);
  }

  /** The sign-in that this browser began with a state, if it still counts. */
  function transactionOf(request, state) {
    const text = state && cookieOf(request.headers.cookie, cookieName(state));
    const found = text && unseal(key, PURPOSE, text);
    return found && found.state === state && now() < found.until ? found : null;
  }

  async function finish(request, response) {
    const { cookie } = request.headers;
    const state = paramsOf(request).get('state');
    const transaction = transactionOf(request, state);
    if (!transaction) {
      // The button “Back” leads here again.
      if (sessions.find(cookie)) return sendTo(response, '/');
      throw new SignInFailure('expired', 'no sign-in of this browser has this state');
    }
    response.setHeader('Set-Cookie', dropped(cookieName(state)));
    const person = await provider.finish(new URL(publicUrl + request.url), transaction);
    if (readGroup !== null && !person.groups.includes(readGroup)) {
      audit('sign-in-refused', request, { who: person.name, id: person.id, why: 'not-in-group' });
      const { status, ...page } = new SignInFailure('not-in-group').shown;
      return sendPage(response, status, failurePage(page));
    }
    const { id, name } = person;
    const isOperator = operatorGroup !== null && person.groups.includes(operatorGroup);
    sessions.end(cookie);
    response.appendHeader('Set-Cookie', sessions.begin({ id, name, isOperator }));
    audit('sign-in', request, { who: name, id, as: isOperator ? 'operator' : 'reader' });
    sendTo(response, transaction.to);
  }

  async function signOut(request, response) {
    if (isFromElsewhere(request.headers, publicUrl)) {
      const text = 'A page of another site asked to end your session. Nothing has changed.';
      const page = { title: 'Request refused', text, next: 'To sign out, use the menu of a page.' };
      return sendPage(response, 403, failurePage({ ...page, again: false }));
    }
    const person = sessions.end(request.headers.cookie);
    if (person) audit('sign-out', request, { who: person.name, id: person.id });
    response.setHeader('Set-Cookie', sessions.dropped);
    response.setHeader('Clear-Site-Data', '"cache"');
    sendTo(response, '/signed-out');
  }

  async function signedOut(_, response) {
    sendPage(response, 200, signedOutPage(await provider.signOutAddress()));
  }

  const failing = (answer) => async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      if (!(error instanceof SignInFailure)) throw error;
      console.error(`sign-in failed: ${error.kind}: ${error.message}`);
      audit('sign-in-refused', request, { why: error.kind });
      const { status, ...page } = error.shown;
      if (status === 503) response.setHeader('Retry-After', '60');
      sendPage(response, status, failurePage(page));
    }
  };

  return {
    '/sign-in': { method: 'GET', answer: failing(begin) },
    [CALLBACK]: { method: 'GET', answer: failing(finish) },
    '/sign-out': { method: 'POST', answer: signOut },
    '/signed-out': { method: 'GET', answer: signedOut },
  };
}

function paramsOf({ url }) {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at));
}

function namesOf(cookies = '') {
  return cookies.split(/;\s*/).map((one) => one.split('=', 1)[0]);
}

/** Whether a browser says that a page of another site sent a form. */
function isFromElsewhere(headers, publicUrl) {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && headers.origin !== new URL(publicUrl).origin;
}
