import type { Report } from './lock';
import type { Progress } from './progress';

/** The same progress. It also calls `report` whenever a phase begins, advances or ends. */
export function reportedProgress(progress: Progress, report: Report): Progress {
  return {
    seconds: progress.seconds,
    begin(name) {
      report(name);
      const phase = progress.begin(name);
      return {
        advance(done, total) {
          report(name, done, total);
          phase.advance(done, total);
        },
        note(message) {
          report(name);
          phase.note(message);
        },
        end(detail) {
          report(name);
          phase.end(detail);
        },
      };
    },
  };
}
