import { escapeHtml, plainPage, siteHref } from '../web/plain-page.mjs';

const COMMON = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // The address that a provider sends people back to has a code.
  'Referrer-Policy': 'no-referrer',
};

/**
 * Sends a page of sign-in.
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {{ title: string, html: string, hasForm?: boolean }} page
 */
export function sendPage(response, status, page) {
  const { headers, body } = plainPage(page);
  response.writeHead(status, {
    ...COMMON,
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} value
 */
export function sendJson(response, status, value) {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    ...COMMON,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} address
 */
export function sendTo(response, address) {
  response.writeHead(303, { ...COMMON, Location: address, 'Content-Length': 0 });
  response.end();
}

/** What a failed sign-in shows. */
export function failurePage({ title, text, next, again }) {
  const link = again ? `<p><a href="${siteHref('/sign-in')}">Sign in</a></p>` : '';
  return { title, html: `<p>${escapeHtml(text)}</p><p>${escapeHtml(next)}</p>${link}` };
}

/**
 * Who is signed in, and how to end it.
 * @param {import('./identity.mjs').Identity} identity
 * @param {boolean} canSignOut false if the session is the proxy's
 */
export function signedInPage({ kind, name, isOperator }, canSignOut) {
  const who = kind === 'token' ? `the token ${name}` : name;
  const out = canSignOut
    ? `<form method="post" action="${siteHref('/sign-out')}"><button>Sign out</button></form>`
    : '<p>Your proxy keeps the session: sign out there.</p>';
  return {
    title: 'Signed in',
    html: `<p>You are signed in as <strong>${escapeHtml(who)}</strong>${isOperator ? ', an operator' : ''}.</p>${
      kind === 'token' ? '' : out
    }<p><a href="${siteHref('/')}">Open the SOC feed</a></p>`,
    hasForm: canSignOut,
  };
}

/** @param {string | null} providerAddress where the provider's own session is ended */
export function signedOutPage(providerAddress) {
  const provider = providerAddress
    ? `<p>The sign-in service may still know you. <a href="${escapeHtml(providerAddress)}">Sign out there, too</a> on a computer that others use.</p>`
    : '';
  return {
    title: 'Signed out',
    html: `<p>Your session has ended.</p>${provider}<p><a href="${siteHref('/sign-in')}">Sign in</a></p>`,
  };
}
