import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { EXIT as CHECK } from '@/lib/commands/catalog/subcommand';
import { EXIT } from '@/lib/ingest/failure';
import { addAll } from '@/lib/long-lists';
import { type Mishap, NotTried, type Stage, type Taken, unlike } from './mishap';
import { isLike, titlesOf } from './titles';

const NOBODY = 65_534;
const UNREADABLE = /cannot be read[\s\S]*let the account that runs Watchfloor read and write/;
const FULL = /The disk that holds the catalog is full[\s\S]*Free some space/;
const READ_ONLY = /read-only[\s\S]*Let the account that runs Watchfloor write/;

/** Disks that are full, and folders and files that may not be written. */
export const STORAGE_MISHAPS: readonly Mishap[] = [
  {
    name: 'disk full in a first sync',
    run: (stage) =>
      onDisk(stage, 2 * 16_384 * 4, async (disk) => {
        const file = path.join(disk.folder, 'catalog.db');
        const ran = await stage.ingest(file);
        disk.resize(64 * 2 ** 20);
        const next = await stage.ingest(file);
        return {
          ran,
          problems: [
            ...unlike(ran, { code: EXIT.store, says: FULL }),
            ...unlike(next, { code: EXIT.ok }),
          ],
        };
      }),
  },
  {
    name: 'disk full in an update',
    run: (stage) =>
      onDisk(stage, statSync(stage.whole).size + 32_768, async (disk) => {
        const file = path.join(disk.folder, 'catalog.db');
        copyFileSync(stage.whole, file);
        const ran = await stage.ingest(file, { source: stage.changed });
        const problems = unlike(ran, { code: EXIT.store, says: FULL });
        if (!isLike(file, stage.whole)) problems.push('the catalog is not as it was');
        addAll(problems, unlike(await stage.check(file), { code: 0 }));
        disk.resize(64 * 2 ** 20);
        addAll(
          problems,
          unlike(await stage.ingest(file, { source: stage.changed }), { code: EXIT.ok }),
        );
        return { ran, problems };
      }),
  },
  {
    name: 'disk that is mounted read-only',
    run: (stage) =>
      onDisk(stage, 64 * 2 ** 20, async (disk) => {
        const file = path.join(disk.folder, 'catalog.db');
        copyFileSync(stage.whole, file);
        disk.remount('ro');
        const ran = await stage.ingest(file, { source: stage.changed });
        const problems = unlike(ran, { code: EXIT.store, says: READ_ONLY });
        // SQLite reads a catalog only where it may put its side files.
        addAll(
          problems,
          unlike(await stage.check(file), { code: CHECK.catalog, says: UNREADABLE }),
        );
        return { ran, problems };
      }),
  },
  {
    name: 'file and folder without the right to write',
    async run(stage) {
      const folder = path.join(stage.folder, 'closed');
      const file = path.join(folder, 'catalog.db');
      mkdirSync(folder);
      copyFileSync(stage.whole, file);
      const uid = process.getuid?.() === 0 ? NOBODY : undefined;
      if (uid !== undefined) {
        for (const each of [folder, file]) chownSync(each, uid, uid);
        // So that the other account reaches it.
        for (let above = stage.folder; above !== path.dirname(above); above = path.dirname(above)) {
          if ((statSync(above).mode & 0o001) === 0) chmodSync(above, statSync(above).mode | 0o011);
        }
      }
      chmodSync(file, 0o400);
      chmodSync(folder, 0o500);
      const before = titlesOf(file);
      const ran = await stage.ingest(file, {
        source: stage.changed,
        env: { TMPDIR: '/tmp' },
        ...(uid === undefined ? {} : { uid }),
      });
      chmodSync(folder, 0o700);
      chmodSync(file, 0o600);
      const problems = unlike(ran, {
        code: EXIT.store,
        says: /(read-only|cannot be read)[\s\S]*[Ll]et the account that runs Watchfloor/,
      });
      if (titlesOf(file) !== before) problems.push('the catalog is not as it was');
      return { ran, problems };
    },
  },
];

/** A disk in memory, of a size. */
interface Disk {
  readonly folder: string;
  resize(bytes: number): void;
  remount(how: 'ro' | 'rw'): void;
}

async function onDisk(
  stage: Stage,
  bytes: number,
  use: (disk: Disk) => Promise<Taken>,
): Promise<Taken> {
  const folder = path.join(stage.folder, 'disk');
  mkdirSync(folder);
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  try {
    mount(`size=${bytes}`);
  } catch (error) {
    throw new NotTried(
      `a small disk cannot be mounted: ${(error as Error).message.split('\n')[0]}`,
    );
  }
  try {
    return await use({
      folder,
      resize: (size) => mount(`remount,size=${size}`),
      remount: (how) => mount(`remount,${how}`),
    });
  } finally {
    execFileSync('umount', ['--lazy', folder]);
  }
}
