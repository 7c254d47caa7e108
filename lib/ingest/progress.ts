// Progress goes to stderr, results to stdout. A terminal shows one bar that is redrawn. A log file gets a
// line when a phase ends, and one every ten seconds of a long phase, so that a silent log means trouble.

export interface Phase {
  /** Reports how much is `done`, out of `total` if it is known. */
  advance(done: number, total?: number | null): void;
  /** Writes a line in between, such as why a request is repeated. */
  note(message: string): void;
  end(detail: string): void;
}

export interface Progress {
  begin(name: string): Phase;
  /** Seconds of each phase that has ended, in order; of one that was begun again, all of them. */
  readonly seconds: Readonly<Record<string, number>>;
}

export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;
const LINE_MS = 10_000;
const NAME_WIDTH = 10;
const BAR_WIDTH = 24;

export function createProgress(sink: Sink, now: () => number = Date.now): Progress {
  const seconds: Record<string, number> = {};
  return {
    seconds,
    begin(name) {
      const started = now();
      let shown = started;
      const erase = () => {
        if (sink.isTTY) sink.write('\r\u001b[2K');
      };
      if (sink.isTTY) sink.write(bar(name, 0, null, 0, sink.columns));
      return {
        advance(done, total = null) {
          const time = now();
          if (time - shown < (sink.isTTY ? REDRAW_MS : LINE_MS)) return;
          shown = time;
          const elapsed = (time - started) / 1000;
          if (sink.isTTY) {
            erase();
            sink.write(bar(name, done, total, elapsed, sink.columns));
          } else {
            sink.write(`${label(name)} ${counts(done, total)}${remaining(done, total, elapsed)}\n`);
          }
        },
        note(message) {
          erase();
          sink.write(`${label(name)} ${message}\n`);
        },
        end(detail) {
          const elapsed = (now() - started) / 1000;
          seconds[name] = round((seconds[name] ?? 0) + elapsed);
          erase();
          sink.write(`${label(name)} ${detail} (${elapsed.toFixed(1)} s)\n`);
        },
      };
    },
  };
}

/** Writes nothing, but measures the phases. */
export function silentProgress(now: () => number = Date.now): Progress {
  return createProgress({ write: () => {} }, now);
}

function label(name: string): string {
  return name.padEnd(NAME_WIDTH);
}

function counts(done: number, total: number | null): string {
  return total === null ? format(done) : `${format(done)} of ${format(total)}`;
}

function remaining(done: number, total: number | null, elapsed: number): string {
  if (total === null || done <= 0 || done >= total || elapsed < 1) return '';
  const seconds = Math.ceil(((total - done) * elapsed) / done);
  const text = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `, ${text} left`;
}

function bar(
  name: string,
  done: number,
  total: number | null,
  elapsed: number,
  columns = 80,
): string {
  const share = total ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const drawn = total ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ` : '';
  const text = `${label(name)} ${drawn}${done ? counts(done, total) : '…'}${remaining(done, total, elapsed)}`;
  return text.slice(0, Math.max(20, columns - 1));
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
