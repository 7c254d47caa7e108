import { describe, expect, it } from 'vitest';
import { pageKey } from './page-key.mjs';

const keyOf = (url: string, headers: Record<string, string> = {}) =>
  pageKey({ method: 'GET', url, headers: { host: 'a.example', ...headers } });

describe('answers of the API', () => {
  it('are kept, by address and host alone', () => {
    const { how, key } = keyOf('/api/v1/rules?q=a');
    expect(how).toBe('keep');
    expect(keyOf('/api/v1/rules?q=a', { cookie: 'theme=dark; tables=x' }).key).toBe(key);
    expect(keyOf('/api/v1/rules?q=b').key).not.toBe(key);
    expect(keyOf('/api/v1/rules?q=a', { host: 'b.example' }).key).not.toBe(key);
    expect(keyOf('/api/openapi.json').how).toBe('keep');
  });

  it('are streamed if they are large, and made each time if they are of the moment', () => {
    expect(keyOf('/api/v1/rules.jsonl?q=a').how).toBe('stream');
    expect(keyOf('/api/v1/status').how).toBe('make');
    expect(keyOf('/api/health').how).toBe('stream');
  });
});

describe('a page with data beside it', () => {
  it('is kept apart from its data, by what the client accepts', () => {
    const page = keyOf('/rules/a').key;
    const html = { accept: 'text/html,*/*;q=0.8' };
    const json = { accept: 'application/json' };
    expect(keyOf('/rules/a', html).key).toBe(page);
    expect(keyOf('/rules/a', json).key).not.toBe(page);
    expect(keyOf('/rules/a', json).key).not.toBe(
      keyOf('/rules/a', { accept: 'text/markdown' }).key,
    );
    expect(keyOf('/rules/a', { ...json, host: 'b.example' }).key).not.toBe(
      keyOf('/rules/a', json).key,
    );
    expect(keyOf('/coverage', json).key).toBe(keyOf('/coverage').key);
  });
});
