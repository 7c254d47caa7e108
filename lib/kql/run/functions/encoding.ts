import { createHash } from 'node:crypto';
import { type FunctionTable, ofTexts } from './function-kinds';

const digest = (algorithm: string) =>
  ofTexts(([text = '']) => createHash(algorithm).update(text, 'utf8').digest('hex'));

export const ENCODING_FUNCTIONS: FunctionTable = {
  url_decode: ofTexts(([text = '']) => decodeUrl(text)),
  url_encode: ofTexts(([text = '']) => encodeURIComponent(text)),
  base64_decode_tostring: ofTexts(([text = '']) => decodeBase64(text)),
  base64_decodestring: ofTexts(([text = '']) => decodeBase64(text)),
  base64_encode_tostring: ofTexts(([text = '']) => Buffer.from(text, 'utf8').toString('base64')),
  hash_md5: digest('md5'),
  hash_sha1: digest('sha1'),
  hash_sha256: digest('sha256'),
};

function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return '';
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.includes('\ufffd') ? '' : decoded;
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
