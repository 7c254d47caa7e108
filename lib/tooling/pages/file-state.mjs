import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { addressesOf, RULES, TECHNIQUES, timeOf } from './page-addresses.mjs';

/**
 * A catalog in a SQLite file as the web server sees it. The version also changes when the file is replaced.
 * @param {string} file
 * @param {string} reviews
 * @returns {import('./catalog-state.mjs').CatalogState}
 */
export function fileState(file, reviews) {
  let opened = null;
  let stamp = '';
  let version = null;

  return {
    /** Changes with each change of the file. */
    stamp: () => stampOf(file, reviews),
    version() {
      const now = stampOf(file, reviews);
      if (now === stamp) return version;
      try {
        const inode = now.slice(0, now.indexOf(' '));
        if (opened?.inode !== inode) {
          opened?.close();
          opened = open(file, inode);
        }
        version = `${inode} ${opened.read()} ${timeOf(reviews)}`;
        stamp = now;
      } catch {
        // Next's own look at the catalog says what is wrong with it.
        opened?.close();
        [opened, stamp, version] = [null, '', null];
      }
      return version;
    },
    addresses: () => opened?.addresses() ?? [],
  };
}

function open(file, inode) {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  const one = (sql) => database.prepare(sql).pluck();
  const syncs = one('SELECT max("id") || \' \' || sum("outcome" = \'pending\') FROM "SyncRun"');
  const texts = one('SELECT count(*) || \' \' || coalesce(max("writtenAt"), 0) FROM "ModelText"');
  const rules = one(RULES);
  const techniques = one(TECHNIQUES);
  return {
    inode,
    read: () => `${syncs.get()} ${texts.get()}`,
    addresses: () => addressesOf(techniques.all(), rules.all()),
    close: () => database.close(),
  };
}

/** Changes with each commit: the file's identity, then sizes and times of it, of its log and of the reviews. */
function stampOf(file, reviews) {
  const found = statSync(file, { throwIfNoEntry: false });
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return [
    `${found?.dev}:${found?.ino}`,
    found?.size,
    found?.mtimeMs,
    log?.size,
    log?.mtimeMs,
    timeOf(reviews),
  ].join(' ');
}
