import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { signInFolder } from '../sign-in/sign-in-folder.mjs';
import { readSignIn } from '../sign-in-settings.mjs';

/**
 * The gate that stands before every answer if the operator wants sign-in; null if not. Throws if its settings are wrong,
 * so that the server does not start without it.
 * @param {object} options
 * @param {string} options.root the checkout
 * @param {string} options.built `.next/static`
 * @param {string} options.catalog the path of its file, or its URL
 * @param {boolean} options.trustsProxy
 * @param {(request: import('node:http').IncomingMessage) => boolean} options.isOwn
 * @param {() => Promise<boolean>} options.isHealthy
 */
export async function startSignIn({ root, built, catalog, ...options }) {
  const settings = readSignIn(process.env, root);
  if (settings.mode === 'off') return null;
  const { signInGate } = await import('../sign-in/gate.mjs');
  const files = readdirSync(built, { recursive: true, encoding: 'utf8' });
  return signInGate({
    settings,
    folder: signInFolder(catalog),
    publicFiles: new Set(files.map((name) => `/_next/static/${name.split(path.sep).join('/')}`)),
    ...options,
  });
}
