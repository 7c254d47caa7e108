import process from 'node:process';
import { createProgress, type Progress } from '@/lib/ingest/progress';
import { runSync } from '@/lib/ingest/run';
import { recordedTools } from './recorded-tools';
import type { SyncTask, SyncWord } from './sync-task';

// One sync in a process that can be killed. It says which phase begins, over the channel to its parent.

/** The sample is small, and is to be written in two stages. */
const STAGED_FROM = 10;

const say = (word: SyncWord) => process.send?.(word);

/** The progress of a sync that also tells the parent of each phase. */
function toldProgress(): Progress {
  const inner = createProgress({ write: () => {} });
  return {
    seconds: inner.seconds,
    begin(name) {
      say({ phase: name });
      return inner.begin(name);
    },
  };
}

process.once('message', async ({ database, archive, attack, answers }: SyncTask) => {
  say({ phase: 'prepare' });
  try {
    const { outcome } = await runSync({
      database,
      sources: [{ source: { kind: 'archive', path: archive }, profile: null }],
      attack,
      root: process.cwd(),
      github: { apiUrl: 'http://127.0.0.1:9', token: null },
      progress: toldProgress(),
      // The sample removes a tenth of its rules.
      acceptRemovals: true,
      stagedFrom: STAGED_FROM,
      loadTools: recordedTools(answers),
    });
    say({ outcome });
    process.disconnect();
  } catch (error) {
    say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.disconnect();
    process.exitCode = 1;
  }
});
