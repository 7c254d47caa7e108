// A child that was started with an IPC channel loses it when its parent ends, even when that was killed.
import process from 'node:process';

/**
 * Calls `stop` when the process that started this one has ended. Does nothing where it was started
 * without a channel, such as from a shell.
 * @param {() => void} stop
 */
export function onParentEnd(stop) {
  if (!process.channel) return;
  process.once('disconnect', stop);
  // A listener alone would keep this process alive.
  process.channel.unref();
}
