import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
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

function manyFiles(): FixtureEntry[] {
  return Array.from({ length: 50 }, (_, at) => ({
    name: `rules/${at}.yml`,
    content: Buffer.from(Array.from({ length: 2000 }, (_, byte) => (byte * (at + 7)) % 251)),
  }));
}

/** The message of the SyncFailure that these bytes give. */
async function rejection(bytes: Buffer): Promise<string> {
  const error = await readArchive(store(bytes), LIMITS).catch((reason) => reason);
  expect(error).toBeInstanceOf(SyncFailure);
  return error.message;
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
    const bytes = await makeArchive(manyFiles());
    const cut = bytes.subarray(0, Math.floor(bytes.length * part));
    expect(await rejection(cut)).toMatch(
      /^archive\.tar\.gz is incomplete: the gzip data ends early/,
    );
  });

  it('rejects every cut in the last 8 bytes, the gzip checksum', async () => {
    const bytes = await makeArchive(manyFiles());
    for (let missing = 1; missing <= 8; missing++) {
      expect(await rejection(bytes.subarray(0, -missing))).toMatch(/gzip data ends early/);
    }
  });

  it('rejects a tar cut at any block, however valid its gzip is', async () => {
    const tar = await makeTar(manyFiles().slice(0, 3));
    const blocks = tar.length / 512;
    const messages = new Set<string>();
    for (let kept = 0; kept < blocks; kept++) {
      messages.add(await rejection(gzipSync(tar.subarray(0, kept * 512))));
    }
    expect([...messages].sort()).toEqual([
      'archive.tar.gz is incomplete: the tar ends inside a file',
      'archive.tar.gz is incomplete: the tar has no end marker, so files may be missing',
    ]);
  });

  it('does not take zeros at the end of a file for the end marker', async () => {
    const tar = await makeTar([{ name: 'rules/a.bin', content: Buffer.alloc(8192) }]);
    expect(await rejection(gzipSync(tar.subarray(0, -1024)))).toMatch(/has no end marker/);
    expect(await rejection(gzipSync(tar.subarray(0, -512)))).toMatch(/has no end marker/);
  });

  it('rejects a file that is longer than its archive', async () => {
    const tar = await makeTar([{ name: 'rules/a.yml', content: 'x'.repeat(4000) }]);
    const cut = Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(1024)]);
    expect(await rejection(gzipSync(cut))).toMatch(/the tar ends inside a file/);
  });

  it.each([
    ['the checksum', 8],
    ['the length', 4],
  ])('rejects a gzip file in which %s is wrong', async (_what, fromEnd) => {
    const bytes = Buffer.from(await makeArchive(manyFiles()));
    const at = bytes.length - fromEnd;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    expect(await rejection(bytes)).toMatch(/does not match its gzip checksum/);
  });

  it.each([18, 300_000])('rejects %d bytes of other data after the gzip data', async (length) => {
    const bytes = await makeArchive(manyFiles());
    const message = await rejection(Buffer.concat([bytes, Buffer.alloc(length, 'garbage')]));
    expect(message).toMatch(/is damaged: other data follows its end/);
  });

  it('rejects other data after the end of the tar, and names the last file', async () => {
    const tar = await makeTar([{ name: 'rules/a.yml', content: 'title: a' }]);
    const message = await rejection(gzipSync(Buffer.concat([tar, Buffer.alloc(512, 'garbage')])));
    expect(message).toMatch(/what follows rules\/a\.yml is not a tar header/);
  });

  it('allows zeros after the gzip data, which tapes and block devices add', async () => {
    const bytes = await makeArchive([{ name: 'rules/a.yml', content: 'title: a' }]);
    const file = store(Buffer.concat([bytes, Buffer.alloc(100_000)]));
    expect(paths((await readArchive(file, LIMITS)).collector.rules)).toEqual(['rules/a.yml']);
  });

  it('rejects a file that is not an archive', async () => {
    const failure = await readArchive(store(Buffer.from('<html>')), LIMITS).catch((error) => error);
    expect(failure).toBeInstanceOf(SyncFailure);
    expect(failure.message).toMatch(/is not a \.tar\.gz/);
    expect(failure.next).toMatch(/Download or pack it again.*The catalog is unchanged/);
  });

  it('rejects a gzip file without a tar in it', async () => {
    expect(await rejection(gzipSync(Buffer.from('no tar '.repeat(200))))).toMatch(
      /is not a \.tar\.gz/,
    );
  });

  it('rejects a file that does not exist', async () => {
    await expect(readArchive(path.join(folder, 'absent'), LIMITS)).rejects.toThrow(/Cannot read/);
  });
});

const PYTHON = `
import sys, tarfile
with tarfile.open(sys.argv[1], 'w:gz') as archive:
    archive.add('rules')
`;

describe('an archive packed by', () => {
  const source = () => path.join(folder, 'packed');
  const packed = () => path.join(folder, 'packed.tar.gz');
  beforeAll(() => {
    mkdirSync(path.join(source(), 'rules'), { recursive: true });
    // 512 bytes: no padding between the file and the end marker.
    writeFileSync(path.join(source(), 'rules', 'a.yml'), 'x'.repeat(512));
    git('init', '--quiet');
    git('add', 'rules');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'a');
  });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: source() });

  const PACKERS: [name: string, command: string, args: () => string[]][] = [
    ['git archive', 'git', () => ['archive', '--output', packed(), 'HEAD']],
    ['tar', 'tar', () => ['--create', '--gzip', '--file', packed(), 'rules']],
    ['tar in blocks of 512 bytes', 'tar', () => ['-b', '1', '-czf', packed(), 'rules']],
    ['bsdtar', 'bsdtar', () => ['-czf', packed(), 'rules']],
    ['Python', 'python3', () => ['-c', PYTHON, packed()]],
  ];
  const isInstalled = (command: string) => !spawnSync(command, ['--version']).error;

  it.for(PACKERS)('%s is complete', async ([, command, args], { skip }) => {
    skip(!isInstalled(command), `${command} is not installed`);
    execFileSync(command, args(), { cwd: source() });
    const { collector } = await readArchive(packed(), LIMITS);
    expect(paths(collector.rules)).toEqual(['rules/a.yml']);
    const tar = gunzipSync(readFileSync(packed()));
    const end = tar.lastIndexOf('x') + 1;
    expect(await rejection(gzipSync(tar.subarray(0, end)))).toMatch(/has no end marker/);
  });
});
