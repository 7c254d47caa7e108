import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endChildren } from './end-children.mjs';

async function start(code: string) {
  const child = spawn(process.execPath, ['-e', `${code}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('endChildren', () => {
  it('asks first, and kills what does not end', async () => {
    const polite = await start(
      "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 9)",
    );
    const deaf = await start("process.on('SIGTERM', () => {}); setInterval(() => {}, 9)");
    await endChildren([polite, deaf], 2000);
    expect(polite.exitCode).toBe(7);
    expect(deaf.signalCode).toBe('SIGKILL');
  });

  it('returns at once when all have ended', async () => {
    const child = await start('');
    await once(child, 'exit');
    const begun = performance.now();
    await endChildren([child], 60_000);
    expect(performance.now() - begun).toBeLessThan(30_000);
  });
});
