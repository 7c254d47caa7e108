import process from 'node:process';

/**
 * Begins a command that takes minutes: an interrupt ends it, and the processes that it started. Returns what writes a line
 * of progress to stderr, with the seconds since.
 */
export function beginLong(): (text: string) => void {
  const started = performance.now();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  return (text) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(5);
    process.stderr.write(`${seconds} s  ${text}\n`);
  };
}
