import { describe, expect, it } from 'vitest';
import { refusalAnswer } from './refusal.mjs';

const reason = 'Send <less> & better.';

describe('refusalAnswer', () => {
  it('is a page for a browser, with the reason escaped and a policy that allows its own style only', () => {
    const { headers, body } = refusalAnswer({
      status: 403,
      reason,
      path: '/api/theme',
      accept: 'text/html,*/*',
    });
    expect(headers['Content-Type']).toContain('text/html');
    expect(headers['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(body).toContain('Send &#60;less&#62; &#38; better.');
    expect(body).toContain('<a href="/">');
  });

  it('is JSON for the API', () => {
    const { headers, body } = refusalAnswer({
      status: 403,
      reason,
      path: '/api/theme',
      accept: '*/*',
    });
    expect(headers['Content-Type']).toContain('application/json');
    expect(JSON.parse(body)).toEqual({ error: reason });
  });

  it('is a problem for the versioned API', () => {
    const { headers, body } = refusalAnswer({
      status: 405,
      reason,
      path: '/api/v1/rules',
      accept: null,
    });
    expect(headers['Content-Type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 405, detail: reason });
  });

  it('is text elsewhere', () => {
    expect(refusalAnswer({ status: 403, reason, path: '/feed.xml', accept: null }).body).toBe(
      `${reason}\n`,
    );
  });
});
