import { createHash } from 'node:crypto';
import process from 'node:process';
import { addBase, basePathOf } from '../base-path.mjs';

// Colours, sizes and the header of the product's pages (app/tokens.css, components/layout/header.tsx).
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#fafaf9, #101214); color: light-dark(#1b1f23, #dde1e5);
  font: 0.875rem/1.375rem 'Source Sans 3', 'Segoe UI', Arial, sans-serif; }
header, main { padding: 0 1rem; }
header { border-bottom: 1px solid light-dark(#dcdfe2, #252a2f); line-height: 2.75rem; font-size: 1rem; }
header a { color: inherit; font-weight: 600; text-decoration: none; }
a { color: light-dark(#0b5d8f, #7fc4f2); }
h1 { margin: 2rem 0 1rem; font-size: 1.25rem; line-height: 1.625rem; font-weight: 600; }
p { max-width: 40rem; color: light-dark(#4f565e, #a0a9b2); }
`;
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The answer to a request that is refused: a page for a browser, JSON for the API, with a problem of RFC 9457 where that has a version, a line of text for
 * everything else. No cache keeps it.
 * @param {{ status: number, reason: string, path: string, accept: string | null | undefined }} refusal
 *   `reason`: sentences that say what is wrong and what to do, without text from the request
 * @returns {{ headers: Record<string, string>, body: string }}
 */
export function refusalAnswer({ status, reason, path, accept }) {
  const common = {
    'Cache-Control': 'no-store',
    Vary: 'Accept',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
  if (accept?.includes('text/html')) {
    return {
      headers: {
        ...common,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': POLICY,
      },
      body: page(reason),
    };
  }
  if (path.startsWith('/api/v1/')) {
    return {
      headers: { ...common, 'Content-Type': 'application/problem+json' },
      body: JSON.stringify({ title: 'Request refused', status, detail: reason }),
    };
  }
  const isApi = path.startsWith('/api/');
  const type = isApi ? 'application/json' : 'text/plain';
  return {
    headers: { ...common, 'Content-Type': `${type}; charset=utf-8` },
    body: isApi ? JSON.stringify({ error: reason }) : `${reason}\n`,
  };
}

function page(reason) {
  const feed = addBase(basePathOf(process.env.PUBLIC_URL), '/');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Request refused · Watchfloor</title><style>${STYLE}</style></head>
<body><header><a href="${feed}">Watchfloor</a></header>
<main><h1>Request refused</h1><p>${escapeHtml(reason)}</p><p><a href="${feed}">Open the SOC feed</a></p></main></body>
</html>
`;
}

function escapeHtml(text) {
  return text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
