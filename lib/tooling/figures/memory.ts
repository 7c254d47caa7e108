import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Megabytes of a process that are in memory now. NaN where nothing says so. */
export function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number.parseInt(stdout ?? '', 10) * 1024) / 1e6;
}

/** The most that ever were. NaN where the system does not keep it: Linux does. */
export function peakMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(file, 'utf8')) : null;
  return (Number(peak?.[1] ?? Number.NaN) * 1024) / 1e6;
}
