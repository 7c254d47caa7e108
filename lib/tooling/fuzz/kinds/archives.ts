import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { SyncFailure } from '@/lib/ingest/failure';
import { readArchive } from '@/lib/ingest/source/archive';
import { LIMITS } from '@/lib/ingest/source/limits';
import { BrokenPromise, type FuzzKind } from '../fuzz-kind';
import { hostileText, word } from '../hostile-text';
import type { Random } from '../random';

const NAMES = [
  'rules/a.yml',
  'rules/windows/b.yaml',
  '../../outside.yml',
  '/etc/cron.d/x.yml',
  'C:\\rules\\c.yml',
  './rules/./d.yml',
  'rules/../../e.yml',
  'rules/con.yml',
  'root-0123456/rules/f.yml',
  'regression_data/x/info.yml',
  `rules/${'long/'.repeat(60)}g.yml`,
];
const TYPES = [
  'file',
  'file',
  'file',
  'directory',
  'symlink',
  'link',
  'fifo',
  'character-device',
] as const;

interface Damage {
  /** Base64 of the whole file. */
  readonly bytes: string;
  /** The tar ends before its end. */
  readonly cut: boolean;
}

/** Archives: read whole, or refused with a reason; no path leads outside. */
export function archivesKind(): FuzzKind {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-fuzz-'));
  const file = path.join(folder, 'archive.tar.gz');
  return {
    name: 'archives',
    make: async (random) => JSON.stringify(damaged(await tarOf(random), random)),
    async attempt(input) {
      const { bytes, cut } = JSON.parse(input) as Damage;
      writeFileSync(file, Buffer.from(bytes, 'base64'));
      try {
        const { collector } = await readArchive(file, LIMITS);
        if (cut) throw new BrokenPromise('an archive without its end passes for complete');
        for (const { path: name } of [...collector.rules, ...collector.samples]) {
          if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\0')) {
            throw new BrokenPromise(`the path ${name} leads outside`);
          }
        }
      } catch (error) {
        if (!(error instanceof SyncFailure)) throw error;
        if (error.next === '') throw new BrokenPromise('a refusal without a next step');
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function tarOf(random: Random): Promise<Buffer> {
  const tar = pack();
  for (let left = random.integer(0, 6); left > 0; left--) {
    const name = random.chance(0.8)
      ? random.pick(NAMES)
      : hostileText(random).replaceAll('\0', '').slice(0, 300) || 'x';
    const type = random.pick(TYPES);
    const header: Partial<Header> & { name: string } = { name, type, mtime: new Date(0) };
    if (type === 'file') tar.entry(header, `title: ${word(random)}\n`);
    else if (type === 'directory') tar.entry(header);
    else tar.entry({ ...header, linkname: random.pick(['/etc/passwd', 'rules/a.yml', '../x']) });
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function damaged(tar: Buffer, random: Random): Damage {
  const base64 = (bytes: Buffer, cut = false) => ({ bytes: bytes.toString('base64'), cut });
  switch (random.integer(0, 6)) {
    case 0:
      return base64(gzipSync(tar.subarray(0, tar.length - 1024)), true);
    case 1: {
      const zipped = gzipSync(tar);
      return base64(zipped.subarray(0, random.integer(0, zipped.length - 1)), true);
    }
    case 2: {
      const flipped = Buffer.from(tar);
      for (let left = random.integer(1, 20); left > 0; left--) {
        flipped[random.integer(0, flipped.length - 1)] = random.integer(0, 255);
      }
      return base64(gzipSync(flipped));
    }
    case 3:
      return base64(Buffer.concat([gzipSync(tar), Buffer.from(hostileText(random))]));
    case 4:
      return base64(Buffer.from(hostileText(random)));
    default:
      return base64(gzipSync(tar));
  }
}
