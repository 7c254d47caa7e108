import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DICTIONARY_KINDS, dictionaryId, pack, unpack } from './pack';

const kinds = fc.constantFrom(...DICTIONARY_KINDS);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 2000 }),
  fc.json(),
  fc.constant('x'.repeat(100_000)),
);

describe('a packed text', () => {
  it('is unpacked as it was', () => {
    fc.assert(fc.property(texts, kinds, (text, kind) => unpack(pack(text, kind)) === text));
  });

  it('is the same for the same text', () => {
    fc.assert(
      fc.property(texts, kinds, (text, kind) =>
        Buffer.from(pack(text, kind)).equals(Buffer.from(pack(text, kind))),
      ),
    );
  });

  it('is never another text after a byte has changed', () => {
    const change = fc.record({ place: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(texts, kinds, change, (text, kind, { place, by }) => {
        const bytes = pack(text, kind);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ by;
        // A zero byte at the beginning marks a text that is not packed.
        fc.pre(bytes[0] !== 0);
        return textOrNull(bytes) !== null ? textOrNull(bytes) === text : true;
      }),
    );
  });

  it('is never another text after its end was cut off', () => {
    fc.assert(
      fc.property(texts, kinds, fc.nat(), (text, kind, length) => {
        const bytes = pack(text, kind);
        return textOrNull(bytes.subarray(0, length % bytes.length)) === null;
      }),
    );
  });

  it('says which dictionary this version does not have', () => {
    const other = deflateSync('text', { dictionary: Buffer.from('of another version') });
    expect(() => unpack(other)).toThrow(/^it is packed with the dictionary [0-9a-f]{8}, which/);
  });

  it('may be a text that a migration could not pack', () => {
    expect(unpack(Buffer.from('\0Ωmega'))).toBe('Ωmega');
  });

  // A change of a dictionary would make every row that was packed with it unreadable.
  it('begins with the id of a dictionary that never changes', () => {
    const ids = DICTIONARY_KINDS.map((kind) => [kind, dictionaryId(kind)?.toString(16)]);
    expect(Object.fromEntries(ids)).toMatchInlineSnapshot(`
      {
        "document": "343b5ed2",
        "enrichment": "5766b60",
        "evidence": "96e576c",
        "query": "c7a9f422",
        "rule": "4c8b9769",
        "translation": "297ae9b3",
      }
    `);
  });
});

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return unpack(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return null;
  }
}
