import { escapeHtml, plainPage, siteHref } from './plain-page.mjs';

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
    const { headers, body } = plainPage({
      title: 'Request refused',
      html: `<p>${escapeHtml(reason)}</p><p><a href="${siteHref('/')}">Open the SOC feed</a></p>`,
    });
    return { headers: { ...common, ...headers }, body };
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
