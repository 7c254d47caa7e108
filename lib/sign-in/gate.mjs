import { clientNetwork } from '../client-network.mjs';
import { clientAddress } from '../web/client-address.mjs';
import { ownPath } from '../web/own-path.mjs';
import { READER_HEADER } from '../web/reader-header.mjs';
import { refusalAnswer } from '../web/refusal.mjs';
import { windowCounter } from '../web/window-counter.mjs';
import { auditLog } from './audit-log.mjs';
import { identityFinder } from './identify.mjs';
import { setIdentity } from './identity.mjs';
import { keepPrivate } from './keep-private.mjs';
import { openidFlow } from './openid-flow.mjs';
import { sendJson, sendPage, signedInPage } from './own-pages.mjs';
import { sessionKey } from './session-key.mjs';
import { sessions as openSessions } from './sessions.mjs';
import { signedOutFolder } from './sign-in-folder.mjs';
import { signedOut } from './signed-out.mjs';

/** Without anything of the catalog, besides the files of the build. */
const PUBLIC = new Set(['/icon.svg', '/manifest.webmanifest', '/robots.txt']);
const HEALTH = /^\/api\/health(?:\/[a-z]+)?$/;
/** What is recorded when an operator sees it, because a part of it is theirs. */
const RECORDED = /^\/status\/?$/;
/** What pages ask for by themselves, so that it does not keep a session from becoming idle. */
const BY_ITSELF = '/api/sync';
/** Sign-ins, and tokens and headers that do not count, that one address may send in a minute. */
const ATTEMPTS = { limit: 120, seconds: 60 };

const SIGN_IN_FIRST = {
  oidc: 'Sign in first: open Watchfloor in a browser. A program sends a token of the operator’s in the header Authorization, as Bearer.',
  proxy:
    'The proxy in front of Watchfloor did not say who you are. Open Watchfloor at the address that your operator gave you. A program sends a token of the operator’s in the header Authorization, as Bearer.',
};

/**
 * Stands before everything that the server answers: lets nobody see the catalog who has not said who they are.
 * @param {object} options
 * @param {import('../sign-in-settings.mjs').SignIn} options.settings with another mode than `off`
 * @param {string} options.folder where secrets and ended sessions are kept
 * @param {ReadonlySet<string>} options.publicFiles paths of the build's files
 * @param {boolean} options.trustsProxy whether the last X-Forwarded-For names the client
 * @param {(request: import('node:http').IncomingMessage) => boolean} options.isOwn whether the server asks itself
 * @param {() => Promise<boolean>} options.isHealthy
 * @param {() => number} [options.now] milliseconds since 1970
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean}
 *   true if it answers
 */
export function signInGate({
  settings,
  folder,
  publicFiles,
  trustsProxy,
  isOwn,
  isHealthy,
  now = Date.now,
}) {
  const write = auditLog(settings.auditFile, () => new Date(now()));
  const audit = (event, request, details = {}) =>
    write(event, { ...details, address: clientAddress(request, trustsProxy) });
  const attempt = windowCounter(ATTEMPTS);
  const { flow, sessions } = settings.oidc ? startOpenid() : { flow: {}, sessions: null };
  const identify = identityFinder({ settings, sessions, audit, now });

  function startOpenid() {
    const key = sessionKey(settings.sessionSecret, folder);
    const { issuer, clientId } = settings.oidc;
    const terms = JSON.stringify([issuer, clientId, settings.readGroup, settings.operatorGroup]);
    const isSecure = settings.publicUrl.startsWith('https:');
    const ended = signedOut(signedOutFolder(folder));
    const opened = openSessions({ key, ended, isSecure, terms, now });
    return { sessions: opened, flow: openidFlow({ settings, key, sessions: opened, audit, now }) };
  }

  /** Counts an attempt, and answers if its address has made too many. */
  function isTooMuch(request, response) {
    const client = clientNetwork(clientAddress(request, trustsProxy));
    const { left, seconds } = attempt(client, now());
    if (left >= 0) return false;
    response.setHeader('Retry-After', String(seconds));
    refuse(request, response, 429, `Too many attempts. Try again in ${seconds} s.`);
    return true;
  }

  function answerFlow(request, response, { method, answer }) {
    const isAllowed = method === request.method || (method === 'GET' && request.method === 'HEAD');
    if (!isAllowed) {
      response.setHeader('Allow', method === 'GET' ? 'GET, HEAD' : method);
      refuse(request, response, 405, `This address takes ${method} only.`);
      return;
    }
    if (isTooMuch(request, response)) return;
    request.resume();
    answer(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) refuse(request, response, 500, 'Watchfloor failed. Try again.');
      else response.end();
    });
  }

  function refuseStranger(request, response, problem) {
    if (problem !== 'none') {
      if (isTooMuch(request, response)) return;
      audit('refused', request, { why: problem, path: pathOf(request) });
    }
    const isToken = problem.startsWith('token');
    response.setHeader(
      'WWW-Authenticate',
      `Bearer realm="Watchfloor"${isToken ? ', error="invalid_token"' : ''}`,
    );
    if (isToken) {
      const reason = 'The token is unknown or has expired. Ask your operator for another one.';
      refuse(request, response, 401, reason);
    } else if (settings.mode === 'oidc' && isNavigation(request)) {
      const to = encodeURIComponent(ownPath(request.url ?? '/'));
      response.writeHead(302, {
        Location: `${settings.publicUrl}/sign-in?to=${to}`,
        'Cache-Control': 'no-store',
        'Content-Length': 0,
      });
      response.end();
    } else refuse(request, response, 401, SIGN_IN_FIRST[settings.mode]);
  }

  function refuseReading(request, response, { name, id }) {
    if (isTooMuch(request, response)) return;
    audit('refused', request, { who: name, id, why: 'not-in-group', path: pathOf(request) });
    const reason =
      'You are signed in, but not in the group that may read here. Ask your operator for access.';
    refuse(request, response, 403, reason);
  }

  /** Whether all is well; how, and what is not, is for operators. */
  function answerHealth(response) {
    isHealthy().then((healthy) => {
      if (!healthy) response.setHeader('Retry-After', '15');
      sendJson(response, healthy ? 200 : 503, { status: healthy ? 'ok' : 'unavailable' });
    });
  }

  return (request, response) => {
    request.headers[READER_HEADER] = isOwn(request) ? 'reader' : 'nobody';
    const where = pathOf(request);
    if (isOwn(request) || publicFiles.has(where)) return false;
    keepPrivate(response);
    if (PUBLIC.has(where) || request.method === 'OPTIONS') return false;
    if (Object.hasOwn(flow, where)) {
      answerFlow(request, response, flow[where]);
      return true;
    }
    const identity = identify(request);
    if ('problem' in identity) {
      if (identity.problem === 'none' && HEALTH.test(where)) answerHealth(response);
      else refuseStranger(request, response, identity.problem);
      return true;
    }
    if (!identity.mayRead) {
      refuseReading(request, response, identity);
      return true;
    }
    if (HEALTH.test(where) && !identity.isOperator) {
      answerHealth(response);
      return true;
    }
    if (where === '/signed-in' || where === '/api/signed-in') {
      const canSignOut = settings.oidc !== null && identity.kind === 'person';
      const { kind, name, isOperator } = identity;
      if (where === '/signed-in') sendPage(response, 200, signedInPage(identity, canSignOut));
      else sendJson(response, 200, { kind, name, isOperator, canSignOut });
      return true;
    }
    if (identity.isOperator && RECORDED.test(meantPath(request))) {
      audit('operator-page', request, { who: identity.name, id: identity.id, path: where });
    }
    setIdentity(request, identity);
    if (identity.renewed && where !== BY_ITSELF) {
      response.setHeader('Set-Cookie', identity.renewed);
    }
    return false;
  };
}

function pathOf({ url = '/' }) {
  return url.split('?', 1)[0] ?? '/';
}

/** The path that a request may mean, however it is written: what is not for everyone is recognised in it. */
function meantPath(request) {
  const path = pathOf(request);
  try {
    return decodeURIComponent(path).replace(/\/+/g, '/');
  } catch {
    return path;
  }
}

/** Whether a browser asks for a page to show it, so that it can be sent elsewhere to sign in. */
function isNavigation({ method, headers }) {
  const { accept = '', rsc } = headers;
  const isShown = (headers['sec-fetch-dest'] ?? 'document') === 'document';
  return (
    (method === 'GET' || method === 'HEAD') &&
    accept.includes('text/html') &&
    rsc === undefined &&
    isShown
  );
}

function refuse(request, response, status, reason) {
  const { accept } = request.headers;
  const { headers, body } = refusalAnswer({ status, reason, path: request.url ?? '/', accept });
  request.resume();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
