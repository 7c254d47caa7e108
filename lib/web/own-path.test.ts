import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path.mjs';

describe('ownPath', () => {
  it('keeps a path of this site with its parameters', () => {
    for (const path of ['/', '/rules/a', '/?q=a%20b&level=high', '/coverage?to=//evil.example']) {
      expect(ownPath(path)).toBe(path);
    }
  });

  it.each([
    null,
    '',
    'rules',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/%2fevil.example',
    '/%5Cevil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    `/${'a'.repeat(3000)}`,
  ])('leads to the feed instead of %j', (text) => {
    expect(ownPath(text)).toBe('/');
  });
});
