import type { Progress } from './progress';

/** The same progress, of which `report` hears whenever a phase begins, goes on or ends. */
export function reportedProgress(progress: Progress, report: (phase: string) => void): Progress {
  return {
    seconds: progress.seconds,
    begin(name) {
      report(name);
      const phase = progress.begin(name);
      return {
        advance(done, total) {
          report(name);
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
