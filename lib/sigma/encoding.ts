/**
 * The encodings of the modifiers appendix ("Encoding"). Bytes go in and out, because the text
 * encodings and Base64 chain: `wide|base64offset|contains`.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const bytes: number[] = mark ? [0xff, 0xfe] : [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (order === 'le') bytes.push(unit & 0xff, unit >> 8);
    else bytes.push(unit >> 8, unit & 0xff);
  }
  return Uint8Array.from(bytes);
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const chunk = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[(chunk >> 18) & 63] ?? '';
    text += ALPHABET[(chunk >> 12) & 63] ?? '';
    text += left > 1 ? (ALPHABET[(chunk >> 6) & 63] ?? '') : '=';
    text += left > 2 ? (ALPHABET[chunk & 63] ?? '') : '=';
  }
  return text;
}

/**
 * The three forms that the bytes can take inside a longer Base64 text, one per alignment, cut to the
 * characters that depend on these bytes alone.
 */
export function base64Offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const padded = new Uint8Array(shift + bytes.length);
    padded.set(bytes, shift);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    return base64(padded).slice(first, last);
  });
}

/** Bytes as text, one character per byte: how an encoded value appears in a log field. */
export function bytesAsText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
