import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { z } from 'zod';

const DAY = 24 * 3_600_000;

const entry = z.strictObject(
  {
    name: z
      .string({ error: 'must be a name' })
      .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'must be lower-case letters, digits and hyphens'),
    sha256: z
      .string({ error: 'must be the SHA-256 of the token in quotes' })
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in quotes'),
    expires: z.iso.date({
      error: 'must be a day such as 2027-01-31, the last on which the token works',
    }),
    may: z.enum(['read', 'operate'], { error: 'must be read or operate' }).default('read'),
  },
  { error: 'must be an entry with name, sha256 and expires' },
);

const tokensFile = z
  .array(entry, { error: 'must be a list of tokens' })
  .max(1000)
  .check(({ value, issues }) => {
    for (const key of ['name', 'sha256']) {
      const seen = new Set();
      for (const [place, one] of value.entries()) {
        if (seen.has(one[key])) {
          const message = 'is that of another token, too';
          issues.push({ code: 'custom', message, input: undefined, path: [place, key] });
        }
        seen.add(one[key]);
      }
    }
  });

/**
 * A program that may ask, as the operator's file has it.
 * @typedef {{ name: string, sha256: string, expires: string, may: 'read' | 'operate' }} Token
 */

/**
 * Reads the operator's file of tokens.
 * @param {string} file
 * @returns {Token[]} Throws an Error that names the file, the entry and the reason, and no value.
 */
export function readTokenFile(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`Cannot read ${file}: ${error.code ?? error.message}. Check TOKENS.`);
  }
  let documents;
  try {
    documents = loadAll(text);
  } catch (error) {
    throw new Error(`${file} is not YAML: ${error.reason ?? 'it cannot be read'}`);
  }
  const read = tokensFile.safeParse(documents[0] ?? []);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path: [place, ...field], message }) =>
    place === undefined
      ? `${file} ${message}`
      : `${file}, entry ${Number(place) + 1}: ${[...field, message].join(' ')}`,
  );
  throw new Error(lines.join('\n'));
}

/**
 * A function that finds the token of a request. It follows the file: a token that is taken out stops working at once,
 * and while the file cannot be used none works.
 * @param {string} file
 * @param {() => number} [now]
 * @returns {(text: string) => Token | 'unknown' | 'expired'}
 */
export function tokenFinder(file, now = Date.now) {
  let stamp = '';
  let tokens = new Map();

  function follow() {
    const found = statSync(file, { throwIfNoEntry: false });
    const current = `${found?.ino} ${found?.size} ${found?.mtimeMs}`;
    if (current === stamp) return;
    stamp = current;
    try {
      tokens = new Map(readTokenFile(file).map((token) => [token.sha256, token]));
    } catch (error) {
      tokens = new Map();
      console.error(`no token works: ${error.message}`);
    }
  }

  return (text) => {
    follow();
    const token = tokens.get(hashOf(text));
    if (!token) return 'unknown';
    return now() < Date.parse(token.expires) + DAY ? token : 'expired';
  };
}

/** A new token: 256 random bits behind letters that scanners for leaked secrets can look for. */
export function newToken() {
  return `wfl_${randomBytes(32).toString('base64url')}`;
}

/**
 * What the file has of a token. It is random, so that a fast hash keeps it as well as a slow one.
 * @param {string} token
 */
export function hashOf(token) {
  return createHash('sha256').update(token).digest('hex');
}
