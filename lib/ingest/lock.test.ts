import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  holderFile,
  readHolder,
  readRunningSync,
  type SyncHolder,
} from '@/lib/catalog/stored/sync-holder';
import { EXIT, type SyncFailure } from './failure';
import { takeLock } from './lock';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-lock-'));
  file = path.join(folder, 'catalog.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that takes the lock and then does nothing. */
async function holdElsewhere() {
  const code = `const { takeLock } = await import('./lib/ingest/lock.ts');
    globalThis.lock = takeLock(${JSON.stringify(file)});
    console.log('held');
    for (;;);`;
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

function rewriteHolder(change: Partial<SyncHolder>): void {
  writeFileSync(holderFile(file), JSON.stringify({ ...readHolder(file), ...change }));
}

function refusal(): SyncFailure {
  try {
    takeLock(file).release();
  } catch (error) {
    return error as SyncFailure;
  }
  throw new Error('the lock was free');
}

describe('takeLock', () => {
  it('describes the holder while it holds the lock, and no longer', () => {
    const lock = takeLock(file);
    expect(readRunningSync(file)).toMatchObject({ pid: process.pid, phase: 'start' });
    lock.release();
    expect(readRunningSync(file)).toBeNull();
    takeLock(file).release();
  });

  it('names a holder that makes progress, and leaves it the lock', async () => {
    const holder = await holdElsewhere();
    const { message, exitCode } = refusal();
    expect(exitCode).toBe(EXIT.locked);
    expect(message).toContain(`process ${holder.pid} on ${hostname()}, since 20`);
    expect(message).toContain('in phase start');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    takeLock(file).release();
  });

  it('takes the lock over from a holder that is stuck, once that is gone', async () => {
    const holder = await holdElsewhere();
    const gone = once(holder, 'exit');
    rewriteHolder({ progressAt: '2026-01-01T00:00:00.000Z' });
    const lock = takeLock(file);
    expect((await gone)[1]).toBe('SIGKILL');
    expect(readRunningSync(file)?.pid).toBe(process.pid);
    lock.release();
  });

  it('does not kill a process that only has the holder’s id, and says what to do', async () => {
    const holder = await holdElsewhere();
    rewriteHolder({ progressAt: '2026-01-01T00:00:00.000Z', host: 'another-host' });
    const { message, next } = refusal();
    expect(message).toContain('is stuck and cannot be ended from here');
    expect(next).toBe(`End process ${holder.pid} on another-host, then sync again.`);
    expect(holder.exitCode).toBeNull();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('takes no notice of a description that a killed sync left', () => {
    writeFileSync(holderFile(file), '{"pid": 1');
    takeLock(file).release();
    expect(readHolder(file)).toBeNull();
  });
});
