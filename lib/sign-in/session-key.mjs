import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const BYTES = 32;

/**
 * The key that seals sessions: derived from the operator's secret, or from one that is made once and kept.
 * @param {string | null} secret
 * @param {string} folder where a secret is kept, for this account alone
 * @returns {Buffer}
 */
export function sessionKey(secret, folder) {
  const material = secret ?? keptSecret(folder);
  return Buffer.from(hkdfSync('sha256', material, '', 'watchfloor session', BYTES));
}

function keptSecret(folder) {
  const file = path.join(folder, 'session-secret');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = `${file}.${randomUUID()}`;
  writeFileSync(made, randomBytes(BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    // Several servers may start at once. Whichever comes first decides, with a file that is whole.
    linkSync(made, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(made);
  }
  const secret = readFileSync(file, 'utf8');
  if (Buffer.from(secret, 'base64url').length !== BYTES) {
    throw new Error(`${file} is damaged. Delete it; everybody then signs in again.`);
  }
  return secret;
}
