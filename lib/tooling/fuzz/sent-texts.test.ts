import { describe, expect, it } from 'vitest';
import { parameterRequest } from './parameter-text';
import { Random } from './random';
import { searchRequest } from './search-text';

const IDS = ['aaaaaaaa-0000-4000-8000-000000000001'];

describe.each([
  ['searches', (seed: number) => searchRequest(new Random(seed))],
  ['parameters', (seed: number) => parameterRequest(new Random(seed), IDS)],
])('%s', (_name, make) => {
  it('are the same for the same seed, and others for another', () => {
    expect(make(7)).toBe(make(7));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => make(seed))).size).toBeGreaterThan(40);
  });

  it('are requests of one line, a host and no body', () => {
    for (let seed = 0; seed < 500; seed++) {
      expect(make(seed)).toMatch(
        /^GET \/[\x21-\x7e]{0,16000} HTTP\/1\.1\r\nHost: 127\.0\.0\.1\r\nConnection: close\r\n\r\n$/,
      );
    }
  });
});
