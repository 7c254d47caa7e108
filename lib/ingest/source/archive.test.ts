import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SyncFailure } from '../failure';
import { readArchive } from './archive';
import { type FixtureEntry, makeArchive, makeTar } from './archive-fixture';
import { LIMITS, type Limits } from './limits';

const COMMIT = '8eaafff1f2845a696050e05e72ba1140ee190698';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function store(bytes: Buffer): string {
  const file = path.join(folder, 'archive.tar.gz');
  writeFileSync(file, bytes);
  return file;
}

async function read(entries: readonly FixtureEntry[], limits: Partial<Limits> = {}) {
  return readArchive(store(await makeArchive(entries)), { ...LIMITS, ...limits });
}

const paths = (files: readonly { path: string }[]) => files.map((file) => file.path);

describe('readArchive', () => {
  it('reads rules and samples inside the folder that GitHub adds', async () => {
    const { collector } = await read([
      { name: 'SigmaHQ-sigma-8eaafff1f/', type: 'directory' },
      { name: 'SigmaHQ-sigma-8eaafff1f/README.md', content: 'no rule' },
      { name: 'SigmaHQ-sigma-8eaafff1f/rules/a.yml', content: 'title: a' },
      { name: 'SigmaHQ-sigma-8eaafff1f/regression_data/rules/a/1.json', content: '{}' },
      { name: 'SigmaHQ-sigma-8eaafff1f/regression_data/rules/a/info.yml', content: 'id: 1' },
    ]);
    expect(paths(collector.rules)).toEqual(['rules/a.yml']);
    expect(paths(collector.samples)).toEqual(['regression_data/rules/a/1.json']);
    expect(collector.issues).toEqual([]);
  });

  it('reads an archive whose collections are at the top', async () => {
    const { collector } = await read([{ name: './rules/a.yml', content: 'title: a' }]);
    expect(paths(collector.rules)).toEqual(['rules/a.yml']);
  });

  it('preserves the bytes of a file', async () => {
    const content = Buffer.from([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0xff, 0x00]);
    const { collector } = await read([{ name: 'rules/a.yml', content }]);
    expect(Buffer.from(collector.rules[0]?.bytes ?? [])).toEqual(content);
  });

  it('finds the commit that git archive writes into the header', async () => {
    const bytes = await makeArchive([{ name: 'rules/a.yml', content: 'title: a' }], COMMIT);
    expect((await readArchive(store(bytes), LIMITS)).commit).toBe(COMMIT);
  });

  it('returns no commit when the archive names none', async () => {
    expect((await read([{ name: 'rules/a.yml', content: 'title: a' }])).commit).toBeNull();
  });

  it.each(['rules/../../../etc/evil.yml', '/etc/evil.yml', 'C:/evil.yml', 'rules\\..\\evil.yml'])(
    'refuses the path %s and reads the other files',
    async (name) => {
      const { collector } = await read([
        { name: 'rules/good.yml', content: 'title: good' },
        { name, content: 'title: evil' },
      ]);
      expect(paths(collector.rules)).toEqual(['rules/good.yml']);
      expect(collector.issues).toMatchObject([
        { severity: 'error', code: 'ingest/path-traversal' },
      ]);
    },
  );

  it.each(['symlink', 'link'] as const)('refuses a %s', async (type) => {
    const { collector } = await read([
      { name: 'rules/good.yml', content: 'title: good' },
      { name: 'rules/passwd.yml', type, linkname: '/etc/passwd' },
    ]);
    expect(paths(collector.rules)).toEqual(['rules/good.yml']);
    expect(collector.issues).toMatchObject([{ code: 'ingest/link', path: 'rules/passwd.yml' }]);
    expect(collector.refused).toEqual(['rules/passwd.yml']);
  });

  it.each(['fifo', 'character-device', 'block-device'] as const)('refuses a %s', async (type) => {
    const { collector } = await read([{ name: 'rules/device.yml', type }]);
    expect(collector.issues).toMatchObject([{ code: 'ingest/not-a-file' }]);
  });

  it('refuses a file that is too large and reads the other files', async () => {
    const entries = [
      { name: 'rules/large.yml', content: 'x'.repeat(101) },
      { name: 'rules/small.yml', content: 'x'.repeat(100) },
    ];
    const { collector } = await read(entries, { ruleFile: 100 });
    expect(paths(collector.rules)).toEqual(['rules/small.yml']);
    expect(collector.issues).toMatchObject([
      { code: 'ingest/file-too-large', path: 'rules/large.yml' },
    ]);
  });

  it('refuses a file that is nested too deep', async () => {
    const { collector } = await read([{ name: `rules/${'a/'.repeat(40)}b.yml`, content: 'x' }]);
    expect(collector.issues).toMatchObject([{ code: 'ingest/too-deep' }]);
  });

  it('rejects an archive with too many entries', async () => {
    const entries = Array.from({ length: 6 }, (_, at) => ({ name: `a${at}.txt`, content: 'x' }));
    await expect(read(entries, { entries: 5 })).rejects.toThrow(/more than 5 files/);
  });

  it('rejects an archive that unpacks to too many bytes, whatever its files are', async () => {
    const entries = [{ name: 'zeros.bin', content: Buffer.alloc(3_000_000) }];
    await expect(read(entries, { total: 1_000_000 })).rejects.toThrow(/more than/);
  });

  it('rejects a gzip bomb after the end of the tar', async () => {
    const tar = await makeTar([{ name: 'rules/a.yml', content: 'title: a' }]);
    const bytes = gzipSync(Buffer.concat([tar, Buffer.alloc(5_000_000)]));
    const limits = { ...LIMITS, total: 1_000_000 };
    await expect(readArchive(store(bytes), limits)).rejects.toThrow(/more than/);
  });

  it('rejects an archive that is too large without opening it', async () => {
    const bytes = await makeArchive([{ name: 'rules/a.yml', content: 'title: a' }]);
    const limits = { ...LIMITS, archive: bytes.length - 1 };
    await expect(readArchive(store(bytes), limits)).rejects.toThrow(/exceeds the limit/);
  });

  it.each([0.2, 0.5, 0.9, 0.99])('rejects an archive cut at %d of its length', async (part) => {
    const entries = Array.from({ length: 50 }, (_, at) => ({
      name: `rules/${at}.yml`,
      content: Buffer.from(Array.from({ length: 2000 }, (_, byte) => (byte * (at + 7)) % 251)),
    }));
    const bytes = await makeArchive(entries);
    const file = store(bytes.subarray(0, Math.floor(bytes.length * part)));
    await expect(readArchive(file, LIMITS)).rejects.toThrow(/ends too early/);
  });

  it('rejects a file that is not an archive', async () => {
    const failure = await readArchive(store(Buffer.from('<html>')), LIMITS).catch((error) => error);
    expect(failure).toBeInstanceOf(SyncFailure);
    expect(failure.message).toMatch(/not a \.tar\.gz/);
    expect(failure.next).toMatch(/The catalog is unchanged/);
  });

  it('rejects a gzip file without a tar in it', async () => {
    const file = store(gzipSync(Buffer.from('no tar '.repeat(200))));
    await expect(readArchive(file, LIMITS)).rejects.toThrow(/not a \.tar\.gz/);
  });

  it('rejects a file that does not exist', async () => {
    await expect(readArchive(path.join(folder, 'absent'), LIMITS)).rejects.toThrow(/Cannot read/);
  });
});
