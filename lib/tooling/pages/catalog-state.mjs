import { fileState } from './file-state.mjs';
import { serverState } from './server-state.mjs';

/**
 * The catalog as the web server sees it: which state pages are made from, and which pages there are.
 * `version()` changes with every stage of a sync and with every text of a model or review of one; it is null while
 * the catalog cannot be read. `stamp()` changes at least as often. `addresses()` lists the pages of rules and
 * techniques.
 * @typedef {{ stamp(): string, version(): string | null, addresses(): string[] }} CatalogState
 */

/**
 * @param {string} address the path of a SQLite file, or the URL of a PostgreSQL database
 * @param {string} reviews the folder with the reviews of a model's texts
 * @returns {CatalogState}
 */
export function catalogState(address, reviews) {
  const isServer = /^postgres(ql)?:/.test(address);
  return isServer ? serverState(address, reviews) : fileState(address, reviews);
}
