import path from 'node:path';

/**
 * Where what belongs to sign-in is kept: beside a catalog in a file, else where that would be.
 * @param {string} catalog the path of a file, or the URL of a PostgreSQL database
 */
export function signInFolder(catalog) {
  const isServer = /^postgres(ql)?:/.test(catalog);
  return isServer ? path.resolve('data/sign-in') : path.join(path.dirname(catalog), 'sign-in');
}

/**
 * Where it is kept which sessions have been ended.
 * @param {string} folder that of sign-in
 */
export function signedOutFolder(folder) {
  return path.join(folder, 'signed-out');
}
