import { deflateSync, inflateSync } from 'node:zlib';
import { contentText } from '@/lib/content';

/*
 * A packed text is a zlib stream (RFC 1950) that begins with the contents of a dictionary. zlib puts the
 * dictionary's checksum into the stream, by which a reader finds it, and the text's own at its end, by
 * which damage shows. Decision 0029 says why.
 */

/** The bytes of a column, as Prisma takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The dictionaries by what they were chosen for, below `content/dictionaries`, the newest last. The newest
 * packs; all of them unpack. So a dictionary is never changed or deleted.
 */
export const DICTIONARIES = {
  rule: ['rule-1.txt'],
  document: ['document-1.txt'],
  query: ['query-1.txt'],
  translation: ['translation-1.txt'],
  evidence: ['evidence-1.txt'],
  enrichment: ['enrichment-1.txt'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type DictionaryKind = keyof typeof DICTIONARIES;
export const DICTIONARY_KINDS = Object.keys(DICTIONARIES) as DictionaryKind[];

interface Dictionary {
  /** Its Adler-32, as a stream names it. */
  readonly id: number;
  readonly bytes: Buffer;
}

/** What a migration writes before a text that it cannot pack. No zlib stream begins with it. */
const PLAIN = 0;
const ID_AT = 2;
/** Far more than any text that is packed here, and little enough for memory: the catalog may have come in a bundle. */
const MAX_TEXT = 64 * 1024 * 1024;
const HEADER = 6;

interface Dictionaries {
  readonly newest: ReadonlyMap<DictionaryKind, Dictionary>;
  readonly byId: ReadonlyMap<number, Dictionary>;
}

let loaded: Dictionaries | null = null;

function dictionaries(): Dictionaries {
  loaded ??= loadDictionaries();
  return loaded;
}

function loadDictionaries(): Dictionaries {
  const newest = new Map<DictionaryKind, Dictionary>();
  const byId = new Map<number, Dictionary>();
  for (const kind of DICTIONARY_KINDS) {
    for (const name of DICTIONARIES[kind]) {
      const bytes = Buffer.from(contentText(`dictionaries/${name}`));
      const id = deflateSync('', { dictionary: bytes }).readUInt32BE(ID_AT);
      newest.set(kind, { id, bytes });
      byId.set(id, { id, bytes });
    }
  }
  return { newest, byId };
}

/** The id of the dictionary that packs for `kind`. */
export function dictionaryId(kind: DictionaryKind): number | undefined {
  return dictionaries().newest.get(kind)?.id;
}

/** Packs a text with the newest dictionary of `kind`. */
export function pack(text: string, kind: DictionaryKind): Bytes {
  const dictionary = dictionaries().newest.get(kind)?.bytes;
  return deflateSync(text, { level: 9, memLevel: 9, dictionary });
}

/** The text that was packed. Throws an Error that says what is wrong with the bytes. */
export function unpack(bytes: Uint8Array): string {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (packed[0] === PLAIN) return packed.toString('utf8', 1);
  if (packed.length < HEADER) throw new Error('the packed text is cut off');
  const id = packed.readUInt32BE(ID_AT);
  const dictionary = dictionaries().byId.get(id);
  if (!dictionary) {
    const name = id.toString(16).padStart(8, '0');
    throw new Error(`it is packed with the dictionary ${name}, which this version does not have`);
  }
  return inflateSync(packed, {
    dictionary: dictionary.bytes,
    maxOutputLength: MAX_TEXT,
  }).toString();
}
