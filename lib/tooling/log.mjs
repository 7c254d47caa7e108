import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { format as formatValues } from 'node:util';
import { hidingSecretsOf } from './hide-secrets.mjs';

/** The gravest first. */
const LEVELS = ['error', 'warn', 'info', 'debug'];
const BEFORE = { error: 'error: ', warn: 'warning: ', info: '── ', debug: '   ' };

const requests = new AsyncLocalStorage();

/** Does `task` in such a way that what is logged meanwhile names the request. */
export function duringRequest(id, task) {
  return requests.run(id, task);
}

/**
 * @typedef {(event: string, message: string, details?: Record<string, unknown>) => void} Write
 * `event` is one of few names, the same each time that it happens; `message` says it to a person.
 * @typedef {{ error: Write, warn: Write, info: Write, debug: Write, isOn: (level: string) => boolean, format: 'json' | 'text' }} Log
 */

/**
 * A log as LOG_FORMAT and LOG_LEVEL want it: `json` is one line of JSON an event, `text` is for a person. Values
 * that are secret are never in it.
 * @param {object} [options]
 * @param {Record<string, string | undefined>} [options.env]
 * @param {{ write: (text: string) => unknown }} [options.out] takes what is no error or warning
 * @param {{ write: (text: string) => unknown }} [options.err]
 * @param {() => Date} [options.now]
 * @returns {Log}
 */
export function createLog({
  env = process.env,
  out = process.stdout,
  err = process.stderr,
  now = () => new Date(),
} = {}) {
  const format = env.LOG_FORMAT === 'json' ? 'json' : 'text';
  const most = Math.max(0, LEVELS.indexOf(env.LOG_LEVEL || 'info'));
  const hide = hidingSecretsOf(env);
  const isOn = (level) => LEVELS.indexOf(level) <= most;

  const writer =
    (level) =>
    (event, message, details = {}) => {
      if (!isOn(level)) return;
      const requestId = requests.getStore();
      const line =
        format === 'text'
          ? `${BEFORE[level]}${message}${requestId && isGrave(level) ? ` (request ${requestId})` : ''}`
          : JSON.stringify({ time: now(), level, event, message, requestId, ...details });
      (isGrave(level) ? err : out).write(`${hide(line)}\n`);
    };

  return {
    error: writer('error'),
    warn: writer('warn'),
    info: writer('info'),
    debug: writer('debug'),
    isOn,
    format,
  };
}

const isGrave = (level) => level === 'error' || level === 'warn';

const CONSOLE = { error: 'error', warn: 'warn', info: 'info', log: 'info', debug: 'debug' };

/**
 * Has the log say what this process prints by `console`: its own pages and libraries know nothing else.
 * @param {Log} log
 */
export function logConsole(log) {
  for (const [method, level] of Object.entries(CONSOLE)) {
    console[method] = (...values) => log[level]('message', formatValues(...values).trim());
  }
}

/**
 * Writes a child's output to the log, line by line. What the child logged as JSON itself stays as it is.
 * @param {import('node:stream').Readable | null} stream
 * @param {{ from: string, log: Log, out?: { write: (text: string) => unknown } }} options `from`: which child it is
 */
export function logLines(stream, { from, log, out = process.stdout }) {
  let rest = '';
  const take = (line) => {
    if (line.startsWith('{"time":')) out.write(`${line}\n`);
    else if (line.trim() !== '') log.info('output', line.trimEnd(), { from });
  };
  stream?.setEncoding('utf8');
  stream?.on('data', (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  stream?.on('end', () => take(rest));
}
