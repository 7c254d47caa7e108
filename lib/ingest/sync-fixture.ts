import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyDatabase, type TestDatabase } from '@/lib/catalog/database/database-fixture';
import { type Catalog, openCatalog } from '../catalog/client';
import { type Progress, silentProgress } from './progress';
import { runSync } from './run';
import type { SyncOptions } from './start';

// A small source with its own catalog, for tests.

export interface Fixture {
  readonly folder: string;
  /** The file of its catalog, if that is in one. */
  readonly databaseFile: string;
  /** The catalog as openCatalog takes it, once it was synced or read. */
  readonly address: string;
  /** The same as DATABASE_URL has it. */
  readonly url: string;
  /** Writes a file of the source. Null deletes it. */
  put(path: string, content: string | Uint8Array | null): void;
  sync(options?: Partial<SyncOptions>): ReturnType<typeof runSync>;
  /** Reads the catalog, then closes the connection. */
  read<T>(question: (catalog: Catalog) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Its catalog is in the kind of database that this run of the tests is about. */
export function makeFixture(): Fixture {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-fixture-'));
  const source = path.join(folder, 'source');
  mkdirSync(path.join(source, 'rules'), { recursive: true });
  const bundle = path.join(folder, 'bundle.json');
  // The bundle has no objects, so ATT&CK comes from the facts in content/attack.
  writeFileSync(bundle, '{"type":"bundle","id":"bundle--0","objects":[]}');
  const databaseFile = path.join(folder, 'catalog.db');
  let known: TestDatabase | null = null;
  const database = async () => {
    known ??= await emptyDatabase(folder);
    return known;
  };
  const made = () => {
    if (!known) throw new Error('sync or read the fixture first');
    return known;
  };
  return {
    folder,
    databaseFile,
    get address() {
      return made().address;
    },
    get url() {
      return made().url;
    },
    put(name, content) {
      const file = path.join(source, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
    },
    async sync(options = {}) {
      const { address } = await database();
      return runSync({ ...fixtureOptions(folder), database: address, ...options });
    },
    async read(question) {
      const { address } = await database();
      const catalog = openCatalog(address);
      try {
        return await question(catalog);
      } finally {
        await catalog.$disconnect();
      }
    },
    async remove() {
      await known?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The options of a sync of the fixture in `folder`. Also for a process that the test kills. */
export function fixtureOptions(folder: string, progress: Progress = silentProgress()): SyncOptions {
  return {
    database: path.join(folder, 'catalog.db'),
    sources: [{ source: { kind: 'directory', path: path.join(folder, 'source') }, profile: null }],
    attack: path.join(folder, 'bundle.json'),
    root: process.cwd(),
    github: { apiUrl: 'http://127.0.0.1:9', token: null },
    progress,
  };
}

/**
 * A rule whose log source has no table. It passes every step of a sync except the slow ones, which have
 * their own tests.
 */
export function plainRule(id: string, rest: { title?: string; tags?: string[] } = {}): string {
  const tags = rest.tags ?? ['attack.execution', 'attack.t1059.001'];
  return `title: ${rest.title ?? `Fixture ${id}`}
id: ${id}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
tags:
${tags.map((tag) => `    - ${tag}\n`).join('')}logsource:
    product: fixture
detection:
    selection:
        Field: value
    condition: selection
level: medium
`;
}

export const ID = {
  a: 'aaaaaaaa-0000-4000-8000-000000000001',
  b: 'bbbbbbbb-0000-4000-8000-000000000002',
  c: 'cccccccc-0000-4000-8000-000000000003',
  d: 'dddddddd-0000-4000-8000-000000000004',
} as const;
