import { appendFileSync } from 'node:fs';
import process from 'node:process';

const MAX_TEXT = 500;

/**
 * A function that writes an event as a line of JSON: to the file, for its owner alone, or without one to stdout.
 * @param {string | null} file
 * @param {() => Date} [now]
 * @returns {(event: string, details?: Record<string, string | null | undefined>) => void} never throws: an event that
 *   the file does not take goes to stdout
 */
export function auditLog(file, now = () => new Date()) {
  return (event, details = {}) => {
    const cut = Object.entries(details).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value.slice(0, MAX_TEXT)]],
    );
    const line = JSON.stringify({
      time: now().toISOString(),
      audit: event,
      ...Object.fromEntries(cut),
    });
    try {
      if (file !== null) {
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
        return;
      }
    } catch (error) {
      console.error(`the audit log cannot be written: ${error.message}`);
    }
    process.stdout.write(`${line}\n`);
  };
}
