import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV5 } from './uuid';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuidV5', () => {
  it('gives the example of RFC 9562', () => {
    expect(uuidV5('www.example.com', DNS)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('gives any name a UUID of version 5 and variant 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(uuidV5(name, DNS)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it('refuses a namespace that is no UUID', () => {
    expect(() => uuidV5('x', 'dns')).toThrow('dns is not a UUID');
  });
});
