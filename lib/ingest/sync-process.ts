import { createProgress, type Progress } from './progress';
import { runSync } from './run';
import { fixtureOptions } from './sync-fixture';

// A sync of a fixture in a process of its own, for tests that kill it: `sync-process.ts FOLDER MOMENT`
// kills itself at the given moment, counted over everything that the sync reports of its progress; with
// the moment 0 it runs to its end. It prints how many moments there were.

const [folder = '', moment = '0'] = process.argv.slice(2);
const deadly = Number(moment);
let moments = 0;

function pass(): void {
  moments++;
  if (moments === deadly) process.kill(process.pid, 'SIGKILL');
}

const inner = createProgress({ write: () => {} });
const progress: Progress = {
  seconds: inner.seconds,
  begin(name) {
    pass();
    const phase = inner.begin(name);
    return {
      advance: (done, total) => {
        pass();
        phase.advance(done, total);
      },
      note: (message) => phase.note(message),
      end: (detail) => {
        pass();
        phase.end(detail);
      },
    };
  },
};

await runSync(fixtureOptions(folder, progress));
process.stdout.write(`${moments}\n`);
