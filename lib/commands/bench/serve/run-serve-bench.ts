import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import Database from 'better-sqlite3';
import { buildIfStale } from '@/lib/tooling/build.mjs';
import { residentMegabytes } from '@/lib/tooling/figures/memory';
import type { Section, Table } from '@/lib/tooling/figures/report';
import { type LoadGenerator, startLoadGenerator } from './load';
import { measureBrowser } from './measure-browser';
import { memoryTable } from './measure-memory';
import { measurePages } from './measure-pages';
import { measureQuestion } from './measure-question';
import { measureSizes } from './measure-sizes';
import { measureSync } from './measure-sync';
import { multiplyRules } from './multiply-rules';
import { LARGE, type Scale } from './scale';
import { startWebServer } from './server';
import type { BenchSource } from './source';
import { timeSync } from './sync';

export const PARTS = ['sync', 'memory', 'pages', 'sizes', 'browser'] as const;
export type Part = (typeof PARTS)[number];

export interface ServeBench {
  readonly source: BenchSource;
  readonly scales: readonly Scale[];
  readonly parts: readonly Part[];
  /** How long each server is kept busy with a kind of page. */
  readonly seconds: number;
  /** Gets a line for each step. */
  readonly note: (text: string) => void;
}

/** Measures the server, on catalogs in a temporary folder that is removed at the end. */
export async function runServeBench(bench: ServeBench): Promise<Section[]> {
  if (!buildIfStale()) throw new Error('the build failed; see the output above');
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  const load = startLoadGenerator();
  try {
    return await measureAll(bench, load, folder);
  } finally {
    await load.close();
    remove();
    process.off('exit', remove);
  }
}

async function measureAll(
  bench: ServeBench,
  load: LoadGenerator,
  folder: string,
): Promise<Section[]> {
  const { scales, note } = bench;
  const original = path.join(folder, 'catalog.db');
  const synced = await fillCatalog(bench, original, folder);
  const sections: Section[] = [];
  if (scales.includes('source')) {
    sections.push(await measureCatalog(bench, load, original, 'source', synced));
  } else if (synced.length > 0) sections.push({ title: 'Sync', tables: synced });
  if (scales.includes('large')) {
    const many = path.join(folder, 'many.db');
    multiplyRules(original, many, LARGE, (rules) => note(`${rules} rules made`));
    sections.push(await measureCatalog(bench, load, many, 'large', []));
  }
  return sections;
}

/** Makes the catalog of the source's rules, and measures that if asked to. */
async function fillCatalog(
  { source, parts, note }: ServeBench,
  databaseFile: string,
  folder: string,
): Promise<Table[]> {
  if (source.isCatalog) {
    copyFileSync(source.path, databaseFile);
    return [];
  }
  note(`first sync of ${path.basename(source.path)}`);
  if (parts.includes('sync')) return measureSync(databaseFile, source.path, folder, note);
  await timeSync(databaseFile, source.path);
  return [];
}

async function measureCatalog(
  { parts, seconds, note }: ServeBench,
  load: LoadGenerator,
  databaseFile: string,
  scale: Scale,
  synced: readonly Table[],
): Promise<Section> {
  const rules = countRules(databaseFile);
  const say = (text: string) => note(`${rules} rules: ${text}`);
  const measuresPages = parts.includes('pages');
  if (measuresPages) say('the question of a search');
  const question = measuresPages ? [await measureQuestion(databaseFile, scale)] : [];
  const server = await startWebServer(databaseFile);
  try {
    const { port } = server;
    const atStart = residentMegabytes(server.pid);
    const folder = `${databaseFile}-answers`;
    const pages = measuresPages
      ? await measurePages({ databaseFile, server, load, folder, scale, seconds, note: say })
      : [];
    if (parts.includes('sizes')) say('sizes');
    const sizes = parts.includes('sizes') ? await measureSizes(databaseFile, port) : [];
    if (parts.includes('browser')) say('in Chromium');
    const browser = parts.includes('browser') ? await measureBrowser(databaseFile, port) : [];
    const memory = parts.includes('memory')
      ? [memoryTable({ databaseFile, rules, scale }, server, atStart)]
      : [];
    return {
      title: `${rules.toLocaleString('en-US')} rules`,
      tables: [...pages, ...question, ...sizes, ...browser, ...memory, ...synced],
    };
  } finally {
    await server.close();
  }
}

function countRules(databaseFile: string): number {
  const database = new Database(databaseFile, { readonly: true });
  try {
    return database.prepare('SELECT count(*) FROM "Rule"').pluck().get() as number;
  } finally {
    database.close();
  }
}
