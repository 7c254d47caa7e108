import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog, duringRequest, logLines } from './log.mjs';

const NOW = () => new Date('2026-11-30T12:00:00Z');

function open(env: Record<string, string> = {}) {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  return { written, log: createLog({ env, out: sink('out'), err: sink('err'), now: NOW }) };
}

it('writes lines that a person reads, and what is wrong to stderr', () => {
  const { log, written } = open();
  log.info('rules', 'rules: 40', { rules: 40 });
  log.debug('request', 'GET / 200');
  log.warn('old', 'the catalog is old');
  log.error('gone', 'the catalog is gone');
  expect(written.out).toBe('── rules: 40\n');
  expect(written.err).toBe('warning: the catalog is old\nerror: the catalog is gone\n');
});

it('writes one line of JSON an event, whatever the message', () => {
  const { log, written } = open({ LOG_FORMAT: 'json', LOG_LEVEL: 'debug' });
  log.info('rules', 'rules:\n40', { rules: 40 });
  duringRequest('a1', () => log.debug('request', 'GET / 200'));
  const lines = written.out.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: NOW().toISOString(), level: 'info', event: 'rules', message: 'rules:\n40', rules: 40 },
    {
      time: NOW().toISOString(),
      level: 'debug',
      event: 'request',
      message: 'GET / 200',
      requestId: 'a1',
    },
  ]);
});

it('leaves out what is less grave than LOG_LEVEL', () => {
  const { log, written } = open({ LOG_LEVEL: 'error' });
  log.warn('old', 'old');
  log.info('rules', 'rules');
  expect(written).toEqual({ out: '', err: '' });
  expect(log.isOn('warn')).toBe(false);
});

it.each(['text', 'json'])('never writes a secret of the environment as %s', (format) => {
  const { log, written } = open({
    LOG_FORMAT: format,
    SYNC_TOKEN: 'sync-"hunter2"',
    ENRICH_MODEL_KEY: 'key-hunter2',
    DATABASE_URL: 'postgresql://me:pass%2Fhunter2@db/x',
    GITHUB_TOKEN: '',
  });
  log.error(
    'failed',
    'refused sync-"hunter2", key-hunter2, postgresql://me:pass%2Fhunter2@db/x and pass/hunter2',
    { again: 'key-hunter2' },
  );
  expect(written.err).toContain('refused');
  expect(written.err).not.toContain('hunter2');
});

it('passes on what a child logged, and logs the rest of its lines', async () => {
  const { log, written } = open({ LOG_FORMAT: 'json' });
  const own = '{"time":"2026-11-30T12:00:00.000Z","level":"info","event":"x","message":"y"}';
  const stream = Readable.from([`${own}\nCompiled in`, ' 3 s\n\nlast']);
  let passed = '';
  const out = {
    write: (text: string) => {
      passed += text;
    },
  };
  logLines(stream, { from: 'build.mjs', log, out });
  await new Promise((resolve) => stream.on('close', resolve));
  expect(passed).toBe(`${own}\n`);
  const lines = written.out.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'output', message: 'Compiled in 3 s', from: 'build.mjs' },
    { event: 'output', message: 'last', from: 'build.mjs' },
  ]);
});
