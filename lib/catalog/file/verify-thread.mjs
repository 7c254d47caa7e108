// Reads every page of a database, in a thread of its own: that takes seconds for a large one. Posts the
// verdict, `ok` or the first damage, or the code and message of the error that SQLite ends with.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

try {
  const database = new Database(workerData, { readonly: true, fileMustExist: true, timeout: 5000 });
  const verdict = database.pragma('quick_check(1)', { simple: true });
  database.close();
  parentPort?.postMessage({ verdict });
} catch (error) {
  // An error of SQLite loses its class, its code and its message on the way between threads.
  parentPort?.postMessage({ code: error.code, message: error.message });
}
