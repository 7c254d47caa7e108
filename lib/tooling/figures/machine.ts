import os from 'node:os';
import process from 'node:process';

/** Above this share of its processors, a machine has other work to do. */
const BUSY = 0.3;

/** The machine and its state before the bench, one fact a line. */
export function describeMachine(): string[] {
  const processors = os.cpus();
  const [load = 0] = os.loadavg();
  const gigabytes = (os.totalmem() / 1e9).toFixed(0);
  return [
    `${processors.length} × ${processors[0]?.model.trim() || 'processor of unknown name'}, ${gigabytes} GB of memory, ${os.type()} ${os.release()} (${os.arch()})`,
    `Node ${process.versions.node}`,
    load > BUSY * processors.length
      ? `Other work was running: the load was ${load.toFixed(1)} on ${processors.length} processors before the bench began. Times are longer, and rates lower, than on a quiet machine.`
      : `The machine was quiet: the load was ${load.toFixed(1)} on ${processors.length} processors before the bench began.`,
  ];
}
