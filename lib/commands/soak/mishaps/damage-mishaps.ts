import {
  closeSync,
  copyFileSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { EXIT as CHECK } from '@/lib/commands/catalog/subcommand';
import { EXIT } from '@/lib/ingest/failure';
import { addAll } from '@/lib/long-lists';
import { Random } from '@/lib/tooling/fuzz/random';
import { type Mishap, type Stage, type Taken, unlike } from './mishap';
import { isLike } from './titles';

const SAYS = /is damaged[\s\S]*Restore a backup: npm run catalog -- restore/;
const FLIPPED = 200;

/** Files that are not as they were written. */
export const DAMAGE_MISHAPS: readonly Mishap[] = [
  damage('file cut off in the middle', (file) => truncateSync(file, statSync(file).size / 2)),
  damage('file cut off after its first page', (file) => truncateSync(file, 16_384)),
  damage('file overwritten at its beginning', (file) =>
    overwrite(file, 0, Buffer.alloc(4096, 'x')),
  ),
  damage('pages in the middle overwritten', (file) =>
    overwrite(
      file,
      Math.floor(statSync(file).size / 2 / 16_384) * 16_384,
      Buffer.alloc(65_536, 0xff),
    ),
  ),
  damage(`${FLIPPED} flipped bits`, (file) => flipBits(file, new Random(7)), 'values'),
  damage('file of another kind', (file) => writeFileSync(file, 'no database\n'.repeat(999))),
];

/** After the damage, `check` finds it and says what to do; what it says then works. */
function damage(
  name: string,
  spoil: (file: string) => void,
  kind: 'structure' | 'values' = 'structure',
): Mishap {
  return {
    name,
    async run(stage) {
      const file = path.join(stage.folder, 'catalog.db');
      copyFileSync(stage.whole, file);
      spoil(file);
      const ran = await stage.check(file);
      const problems = unlike(ran, { code: CHECK.refused, says: SAYS });
      // A sync alone repairs what SQLite itself finds damaged; for values the catalog is deleted first.
      if (kind === 'structure') addAll(problems, await repair(stage, file));
      return { ran, problems };
    },
  };
}

async function repair(stage: Stage, file: string): Promise<readonly string[]> {
  const ran = await stage.ingest(file);
  const problems = unlike(ran, { code: EXIT.ok, says: /It is kept as .*damaged-/ });
  if (ran.code === EXIT.ok && !isLike(file, stage.whole))
    problems.push('the new catalog is not whole');
  return problems;
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

function flipBits(file: string, random: Random): void {
  const handle = openSync(file, 'r+');
  const { size } = statSync(file);
  const byte = Buffer.alloc(1);
  for (let left = FLIPPED; left > 0; left--) {
    const at = random.integer(100, size - 1);
    readSync(handle, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ (1 << random.integer(0, 7));
    writeSync(handle, byte, 0, 1, at);
  }
  closeSync(handle);
}

/** The clock of the machine goes back by a year between two syncs. */
export const CLOCK_MISHAP: Mishap = {
  name: 'clock set back by a year',
  async run(stage): Promise<Taken> {
    const file = path.join(stage.folder, 'catalog.db');
    copyFileSync(stage.whole, file);
    const preload = path.join(stage.folder, 'clock.cjs');
    writeFileSync(preload, CLOCK);
    const env = { NODE_OPTIONS: `--require ${preload}` };
    const ran = await stage.ingest(file, { source: stage.changed, env });
    const problems = unlike(ran, { code: EXIT.ok });
    if (isLike(file, stage.whole)) problems.push('the sync has changed nothing');
    if (!isSetBack(file)) problems.push('the sync did not see the clock');
    addAll(problems, unlike(await stage.check(file), { code: 0 }));
    // With the right clock again, the last sync is still the last one.
    const next = await stage.ingest(file, { source: stage.changed });
    addAll(problems, unlike(next, { code: EXIT.ok, says: /Nothing new/ }));
    return { ran, problems };
  },
};

const CLOCK = `
const Real = Date;
const BACK = 365 * 24 * 3600 * 1000;
globalThis.Date = class Date extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() - BACK);
    else super(...given);
  }
  static now() {
    return Real.now() - BACK;
  }
};
`;

/** Whether the last sync began before the one before it. */
function isSetBack(file: string): boolean {
  const database = new Database(file, { readonly: true });
  try {
    const times = database
      .prepare('SELECT startedAt FROM "SyncRun" ORDER BY id DESC LIMIT 2')
      .pluck()
      .all() as string[];
    return String(times[0]) < String(times[1]);
  } finally {
    database.close();
  }
}
