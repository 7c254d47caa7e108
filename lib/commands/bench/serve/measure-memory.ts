import { existsSync, statSync } from 'node:fs';
import { peakMegabytes, residentMegabytes } from '@/lib/tooling/figures/memory';
import { type Cell, figure, type Table, under, within } from '@/lib/tooling/figures/report';
import type { Scale } from './scale';
import type { WebServer } from './server';

/** What a catalog takes on disk, and a server with it in memory: when it had started, and now. */
export function memoryTable(
  { databaseFile, rules, scale }: { databaseFile: string; rules: number; scale: Scale },
  server: WebServer,
  atStart: number,
): Table {
  const isLarge = scale === 'large';
  const log = `${databaseFile}-wal`;
  const bytes = statSync(databaseFile).size;
  const rows: Cell[][] = [
    ['database', figure(bytes / 1e6, 'MB', isLarge ? under(1500) : undefined)],
    ['database, for each rule', figure(bytes / 1000 / rules, 'KB', under(12))],
    ['write-ahead log beside it', figure(existsSync(log) ? statSync(log).size / 1e6 : 0, 'MB')],
    ['server listens', figure(server.listening, 's')],
    [
      'rule index ready after that',
      figure(server.indexReady, 's', isLarge ? within(5) : undefined),
    ],
    ['memory (RSS) with the index', megabytes(atStart, isLarge)],
    ['memory at the end', megabytes(residentMegabytes(server.pid), isLarge)],
    ['memory at most', megabytes(peakMegabytes(server.pid), isLarge)],
  ];
  return {
    title: 'Disk, start and memory',
    columns: ['what', 'figure'],
    rows: rows.filter(([, cell]) => typeof cell !== 'object' || Number.isFinite(cell.value)),
    notes: [
      'Memory is that of the server’s process. Its end is after all other measurements here.',
    ],
  };
}

const megabytes = (value: number, isLarge: boolean) =>
  figure(value, 'MB', isLarge ? under(700) : undefined);
