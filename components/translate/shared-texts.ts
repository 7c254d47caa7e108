import { readText } from '@/lib/text/read-text';
import { MAX_TEXT_BYTES } from './limits';

/** What the translate page is about. */
export interface Texts {
  readonly rule: string;
  readonly events: string;
}

/** The texts of an address, or why they cannot be shared or read. */
export type Packed = { readonly fragment: string } | { readonly problem: string };
export type Unpacked = Texts | { readonly problem: string } | null;

/** Many programs cut longer addresses. */
const MAX_FRAGMENT = 8_000;
const NAME = '#texts=';

/**
 * Texts as the fragment of an address, which browsers send to no server: compressed, in the characters of
 * base64url. A problem says why they do not fit.
 */
export async function packTexts({ rule, events }: Texts): Promise<Packed> {
  const json = new Blob([JSON.stringify([rule, events])]);
  const packed = json.stream().pipeThrough(new CompressionStream('deflate-raw'));
  const fragment = NAME + toBase64Url(new Uint8Array(await new Response(packed).arrayBuffer()));
  if (fragment.length <= MAX_FRAGMENT) return { fragment };
  const [length, most] = [fragment.length, MAX_FRAGMENT].map((one) => one.toLocaleString('en-US'));
  return {
    problem: `Rule and events would make an address of ${length} characters, and many programs cut those above ${most}. Share fewer events, or the file itself.`,
  };
}

/** The texts in the fragment of an address; null if it has none. */
export async function unpackTexts(fragment: string): Promise<Unpacked> {
  if (!fragment.startsWith(NAME)) return null;
  try {
    const packed = new Blob([fromBase64Url(fragment.slice(NAME.length))]).stream();
    const stream = packed.pipeThrough(new DecompressionStream('deflate-raw'));
    // A short address can unpack to gigabytes, so reading stops at what the page can use.
    const json = await readText(stream, MAX_TEXT_BYTES);
    const [rule, events] = JSON.parse(json ?? '[]');
    if (typeof rule === 'string' && typeof events === 'string') return { rule, events };
  } catch (error) {
    console.warn('the shared rule cannot be read', error);
  }
  return {
    problem: 'The rule in this address cannot be read: the address was cut off or changed.',
  };
}

function toBase64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
