import { describe, expect, it } from 'vitest';
import { acceptedEnding, isNegotiated, twinPath } from './twin.mjs';

describe('twinPath', () => {
  it.each([
    ['/rules/a.json', '/rules/a/as/json'],
    ['/rules/a.b.md', '/rules/a.b/as/md'],
    ['/rules/a%2Fb.yml', '/rules/a%2Fb/as/yml'],
    ['/rules/a.kql', '/rules/a/as/kql'],
    ['/rules/a.sentinel-asim.kql', '/rules/a/as/sentinel-asim.kql'],
    ['/rules/a.defender-xdr.kql', '/rules/a/as/defender-xdr.kql'],
    ['/techniques/T1003.001.json', '/techniques/T1003.001/as/json'],
    ['/techniques/T1003.md', '/techniques/T1003/as/md'],
    ['/rules/a.txt', null],
    ['/rules/.json', null],
    ['/rules/a/history.json', null],
    ['/techniques/T1003.001', null],
    ['/techniques/T1003.yml', null],
    ['/coverage/layer.json', null],
    ['/rules/a', null],
  ])('%s is made at %s', (pathname, path) => {
    expect(twinPath(pathname, null)).toBe(path);
  });

  it('follows the header Accept on pages that have data beside them', () => {
    expect(twinPath('/rules/a', 'application/json')).toBe('/rules/a/as/json');
    expect(twinPath('/rules/a.md', 'application/json')).toBe('/rules/a/as/md');
    expect(twinPath('/rules/a/history', 'application/json')).toBeNull();
  });
});

describe('acceptedEnding', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', null],
    ['*/*', null],
    ['application/json, text/plain, */*', 'json'],
    ['application/json, */*;q=0.5', 'json'],
    ['text/markdown', 'md'],
    ['text/markdown, text/html;q=0.9', 'md'],
    ['text/html;q=0.2, application/json;q=0.1', null],
    ['application/yaml', 'yml'],
    ['text/yaml;q=1', 'yml'],
    ['application/json;q=0', null],
    ['image/png', null],
    ['application/json;q=nonsense', null],
    ['', null],
  ])('of “%s” is %s', (accept, ending) => {
    expect(acceptedEnding('/rules/a', accept)).toBe(ending);
  });

  it('is none of a technique as YAML, and none where there is no data', () => {
    expect(acceptedEnding('/techniques/T1003.001', 'application/json')).toBe('json');
    expect(acceptedEnding('/techniques/T1003', 'application/yaml')).toBeNull();
    expect(acceptedEnding('/coverage', 'application/json')).toBeNull();
    expect(['/rules/a', '/rules/a.json', '/rules'].map(isNegotiated)).toEqual([true, false, false]);
  });
});
