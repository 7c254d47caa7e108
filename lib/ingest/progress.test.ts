import { describe, expect, it } from 'vitest';
import { createProgress } from './progress';

function record(isTTY: boolean) {
  let time = 0;
  let text = '';
  const sink = {
    isTTY,
    columns: 80,
    write: (part: string) => {
      text += part;
    },
  };
  return {
    progress: createProgress(sink, () => time),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    text: () => text,
  };
}

describe('createProgress', () => {
  it('writes one line per phase to a log file', () => {
    const { progress, pass, text } = record(false);
    const phase = progress.begin('read');
    pass(2500);
    phase.advance(5, 10);
    phase.end('10 rules');
    expect(text()).toBe('read       10 rules (2.5 s)\n');
    expect(progress.seconds).toEqual({ read: 2.5 });
  });

  it('shows the progress of a long phase, and the time left', () => {
    const { progress, pass, text } = record(false);
    const phase = progress.begin('check');
    for (let done = 1; done <= 3; done++) {
      pass(10_000);
      phase.advance(done * 1000, 15_000);
    }
    expect(text()).toContain('check      1,000 of 15,000, 2 min 20 s left\n');
    expect(text().split('\n')).toHaveLength(4);
  });

  it('redraws one bar on a terminal, at most ten times a second', () => {
    const { progress, pass, text } = record(true);
    const phase = progress.begin('check');
    for (let done = 1; done <= 100; done++) {
      pass(10);
      phase.advance(done, 100);
    }
    phase.end('100 queries');
    expect(text().match(/\r/g)?.length).toBe(11);
    expect(text()).toContain('█');
    expect(text().endsWith('check      100 queries (1.0 s)\n')).toBe(true);
  });

  it('fits the bar into the width of the terminal', () => {
    const { progress, text } = record(true);
    progress.begin('x'.repeat(200));
    expect(text().length).toBeLessThan(80);
  });
});
