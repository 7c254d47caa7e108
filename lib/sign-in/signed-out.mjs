import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ABSOLUTE_MS } from './sessions.mjs';

const EVERYONE = 'everyone';

/**
 * The sessions that were ended before their time: an empty file for each, named after its id, and one for each person,
 * or everyone, whose sessions until then were ended. Every server that shares the folder knows it at once.
 * @param {string} folder
 */
export function signedOut(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  function add(name) {
    const file = path.join(folder, name);
    writeFileSync(file, '', { mode: 0o600 });
    // By itself, a file has the time of the last tick of the system's clock, which may be before the session began.
    utimesSync(file, new Date(), new Date());
    const oldest = Date.now() - ABSOLUTE_MS;
    for (const other of readdirSync(folder)) {
      if (timeOf(other) < oldest) rmSync(path.join(folder, other), { force: true });
    }
  }

  const timeOf = (name) =>
    Math.round(statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);

  return {
    /**
     * @param {{ id: string, begun: number, person: { id: string, name: string } }} session `begun` in milliseconds since 1970
     */
    has({ id, begun, person }) {
      if (existsSync(path.join(folder, id))) return true;
      return [EVERYONE, fileOf(person.id), fileOf(person.name)].some(
        (name) => timeOf(name) >= begun,
      );
    },
    /** @param {string} id of a session */
    add,
    /** @param {string} who a person's id or name, as the audit log has it */
    addPerson: (who) => add(fileOf(who)),
    addEveryone: () => add(EVERYONE),
  };
}

const fileOf = (who) => `person-${createHash('sha256').update(who).digest('hex')}`;
