import path from 'node:path';

/**
 * Where what belongs to sign-in is kept: beside the catalog.
 * @param {string} catalogFile
 */
export function signInFolder(catalogFile) {
  return path.join(path.dirname(catalogFile), 'sign-in');
}

/**
 * Where it is kept which sessions have been ended.
 * @param {string} folder that of sign-in
 */
export function signedOutFolder(folder) {
  return path.join(folder, 'signed-out');
}
