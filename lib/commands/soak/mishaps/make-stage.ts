import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { runCommand } from '../run-command';
import type { Stage } from './mishap';
import { writePlainSource } from './plain-source';

/** Makes what mishaps need below a folder: sources, and a catalog. Returns the stage of each mishap, by its name. */
export async function makeStages(folder: string): Promise<(name: string) => Stage> {
  const source = writePlainSource(path.join(folder, 'source'), { title: 'Plain' });
  const changed = writePlainSource(path.join(folder, 'changed'), { title: 'Changed' });
  const attack = path.join(folder, 'attack.json');
  writeFileSync(attack, '{"type":"bundle","id":"bundle--0","objects":[]}');
  const ingest: Stage['ingest'] = (file, { source: asked = source, env, uid } = {}) =>
    runCommand(['ingest', '--source', asked, '--attack', attack], {
      url: `file:${file}`,
      ...(env && { env }),
      ...(uid !== undefined && { uid }),
    });
  const check: Stage['check'] = (file) => runCommand(['catalog', 'check'], { url: `file:${file}` });
  const whole = path.join(folder, 'whole', 'catalog.db');
  const { code, said } = await ingest(whole);
  if (code !== 0) throw new Error(`the catalog of the mishaps was not made:\n${said}`);
  // One file, so that a copy of it is whole.
  const database = new Database(whole);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  let made = 0;
  return (name) => {
    const own = path.join(folder, `${++made}-${name.replaceAll(/\W+/g, '-')}`);
    mkdirSync(own, { recursive: true });
    return { folder: own, whole, changed, ingest, check };
  };
}
