import { createProgress, type Progress } from './progress';
import { runSync } from './run';
import { fixtureOptions } from './sync-fixture';

// Syncs a fixture in a separate process, for tests that kill it. Each progress report is a moment:
// `sync-process.ts FOLDER MOMENT` kills itself at the given one. With 0 it finishes and prints how many
// moments there were. With `staged` as a third argument it writes rules and queries first.

const [folder = '', moment = '0', how] = process.argv.slice(2);
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

const stages = how === 'staged' ? { stagedFrom: 1 } : {};
await runSync({ ...fixtureOptions(folder, progress), ...stages });
process.stdout.write(`${moments}\n`);
