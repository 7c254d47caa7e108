import { createHash } from 'node:crypto';
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
p { max-width: 40rem; color: light-dark(#4f565e, #a0a9b2); overflow-wrap: anywhere; }
button { padding: 0.25rem 0.75rem; font: inherit; }
`;

/**
 * A page without scripts that the server makes itself, with the headers that belong to it.
 * @param {object} page
 * @param {string} page.title
 * @param {string} page.html what stands below the title
 * @param {boolean} [page.hasForm] whether it has a form that is sent to this site
 * @returns {{ headers: Record<string, string>, body: string }}
 */
export function plainPage({ title, html, hasForm = false }) {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    `form-action ${hasForm ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
    },
    body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · Watchfloor</title><style>${STYLE}</style></head>
<body><header><a href="${siteHref('/')}">Watchfloor</a></header>
<main><h1>${escapeHtml(title)}</h1>${html}</main></body>
</html>
`,
  };
}

/**
 * An address of this site as readers have it: below the path of PUBLIC_URL, if it has one.
 * @param {string} address
 */
export function siteHref(address) {
  return addBase(basePathOf(process.env.PUBLIC_URL), address);
}

/**
 * A text as it is shown in a page, or in an attribute between double quotes.
 * @param {string} text
 */
export function escapeHtml(text) {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
