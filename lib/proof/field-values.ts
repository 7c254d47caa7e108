import { addAll, largest } from '@/lib/long-lists';
import { ANY, ONE, type Pattern, type Test } from '@/lib/sigma';
import { regexStrings } from './regex-strings';

/*
 * Values for one field that pass a list of tests. Candidates are made from the tests' own literals,
 * plainest first; the caller keeps the first that really passes. Wildcards are filled with something,
 * not with nothing, so that a query which forgot a wildcard misses the event.
 */

const MAX_CANDIDATES = 400;

/** Candidates for a field, given the tests it must pass. Deterministic and bounded. */
export function* fieldValues(
  field: string,
  tests: readonly Test[],
  posix = false,
): Generator<unknown> {
  let given = 0;
  for (const value of candidates(field, tests, posix)) {
    if (++given > MAX_CANDIDATES) return;
    yield value;
  }
}

function* candidates(field: string, tests: readonly Test[], posix: boolean): Generator<unknown> {
  if (tests.length === 0) {
    if (TIME_FIELD.test(field)) yield USUAL_TIME;
    yield* PLAIN;
    return;
  }
  const exact = tests.find((test) => test.kind === 'number' || test.kind === 'boolean');
  if (exact && (exact.kind === 'number' || exact.kind === 'boolean')) {
    yield exact.value;
    yield String(exact.value);
  }
  yield* numbers(tests);
  for (const test of tests) {
    if (test.kind === 'cidr') yield* addresses(test);
    if (test.kind === 'time') yield* times(test);
    if (test.kind === 'exists' && test.value) yield* PLAIN;
  }
  const patterns = tests.filter((test) => test.kind === 'pattern');
  if (TIME_FIELD.test(field)) {
    const head = longest(patterns.map(({ pattern }) => shapeOf(pattern).head));
    yield `${head}${USUAL_TIME.slice(head.length)}`;
  }
  const regexes = tests.filter((test) => test.kind === 'regex');
  const written = regexes.map((test) => regexStrings(test.source, 8));
  if (regexes.length > 0 && written.some((list) => list.length === 0)) return;
  if (patterns.length > 0 || regexes.length > 0) {
    yield* texts(
      field,
      patterns.map((test) => test.pattern),
      written,
      posix,
    );
  }
}

/** Sysmon's timestamp format, on a day that no rule is likely to name. */
const TIME_FIELD = /UtcTime$/;
const USUAL_TIME = '1999-11-17 12:34:56.789';

const PLAIN: readonly unknown[] = ['ledger', 'page', '7', 'worker'];

function* numbers(tests: readonly Test[]): Generator<number> {
  for (const test of tests) {
    if (test.kind !== 'compare') continue;
    const { operator, value } = test;
    const step = Number.isInteger(value) ? 1 : 0.5;
    if (operator === 'gt') yield value + step;
    else if (operator === 'lt') yield value - step;
    else yield value;
    yield operator === 'gt' || operator === 'gte' ? value + 10 * step : value - 10 * step;
  }
}

function* addresses(test: Extract<Test, { kind: 'cidr' }>): Generator<string> {
  if (test.version === 4) {
    const parts = test.network.split('.').map(Number);
    if (test.prefix <= 31) parts[3] = (parts[3] ?? 0) | 1;
    yield parts.join('.');
  } else {
    yield test.prefix >= 128 ? test.network : test.network.replace(/::$/, '::1');
  }
  yield test.network;
}

/** Instants whose minute, hour, day, week, month or year passes. */
function* times(test: Extract<Test, { kind: 'time' }>): Generator<string> {
  for (let at = 0; at < 120; at++) {
    const time = new Date(Date.UTC(2026, at % 12, 1 + (at % 28), at % 24, at % 60));
    if (test.part === 'year') {
      time.setUTCFullYear(
        test.value + (test.operator === 'lt' ? -1 : test.operator === 'gt' ? 1 : 0),
      );
    }
    if (test.part === 'minute') time.setUTCMinutes((test.value + at) % 60);
    if (test.part === 'hour') time.setUTCHours((test.value + at) % 24);
    yield time.toISOString();
  }
}

interface Shape {
  /** The whole value, when the pattern has no wildcard. */
  readonly whole: string | null;
  readonly head: string;
  readonly bodies: readonly string[];
  readonly tail: string;
}

/** One text for several patterns and regular expressions: heads, then bodies, then tails. */
function* texts(
  field: string,
  patterns: readonly Pattern[],
  written: readonly (readonly string[])[],
  posix: boolean,
): Generator<string> {
  const shapes = patterns.map(shapeOf);
  for (const shape of shapes) if (shape.whole !== null) yield shape.whole;
  const variants = largest(
    written.map((list) => list.length),
    1,
  );
  const head = longest(shapes.map((shape) => shape.head));
  const tail = longest(shapes.map((shape) => shape.tail));
  const bodies = shapes.flatMap((shape) => shape.bodies);
  for (let variant = 0; variant < variants; variant++) {
    const pieces = [...bodies, ...written.map((list) => list[variant % list.length] ?? '')];
    for (const order of orders(pieces)) {
      for (const { lead, gap, trail } of fillers(field, head, order, tail, posix)) {
        const middle = join(order, gap);
        yield `${head}${head ? gap : lead}${middle}${tail ? gap : trail}${tail}`;
        yield overlap(overlap(head || lead, middle), tail || trail);
      }
    }
    if (written.length > 0) yield pieces.join('');
  }
}

function shapeOf(pattern: Pattern): Shape {
  const parts: (string | typeof ANY)[] = [];
  for (const part of pattern) {
    const text = part === ONE ? 'q' : part;
    const last = parts[parts.length - 1];
    if (typeof text === 'string' && typeof last === 'string') parts[parts.length - 1] = last + text;
    else parts.push(text as string | typeof ANY);
  }
  if (!parts.includes(ANY)) return { whole: parts.join(''), head: '', bodies: [], tail: '' };
  const first = parts[0];
  const last = parts[parts.length - 1];
  return {
    whole: null,
    head: typeof first === 'string' ? first : '',
    tail: typeof last === 'string' && parts.length > 1 ? last : '',
    bodies: parts
      .slice(typeof first === 'string' ? 1 : 0, typeof last === 'string' ? -1 : undefined)
      .filter((part) => typeof part === 'string'),
  };
}

interface Filler {
  readonly lead: string;
  readonly gap: string;
  readonly trail: string;
}

/** Fields that hold a whole path. */
const PATH_FIELD =
  /^(?:(?:Parent|Source|Target|GrandParent)?Image|ImageLoaded|TargetFilename|CurrentDirectory)$/;

/** Fields of web logs that hold a URL or the part of it behind the host. */
export const URL_FIELD = /^(?:cs?-uri(?:-stem)?|url|uri)$/;

/** Replacements for wildcards: a typical value of the field, then a simpler one, then nothing. */
function fillers(
  field: string,
  head: string,
  bodies: readonly string[],
  tail: string,
  posix: boolean,
): readonly Filler[] {
  const first = bodies[0] ?? tail;
  const last = bodies[bodies.length - 1] ?? head;
  const trail = last.endsWith('\\') ? 'Page' : last.endsWith('/') ? 'page' : 'page';
  const list: Filler[] = [];
  if (/^Hash(?:es)?$/.test(field)) addAll(list, hashFillers(first));
  if (/^(?:TargetObject|NewName|ObjectName)$/.test(field)) {
    const key = first.startsWith('\\') ? 'HKLM' : 'HKLM\\Software\\';
    list.push({ lead: key, gap: '\\Q', trail }, { lead: key, gap: '', trail: '\\Page' });
    list.push({ lead: 'HKU\\S-1-5-21-1-2-3-1001', gap: 'Q', trail: '' });
    list.push({ lead: 'HKLM\\System\\CurrentControlSet', gap: '', trail: '' });
  } else if (PATH_FIELD.test(field)) {
    const root = posix ? '/opt' : 'C:\\Apps';
    const slash = posix ? '/' : '\\';
    const lead = first.startsWith(slash) ? root : first.startsWith(':') ? 'C' : root + slash;
    list.push({ lead, gap: 'q', trail }, { lead, gap: '', trail });
  } else if (URL_FIELD.test(field)) {
    list.push({ lead: first.startsWith('/') ? '/ledger' : '/ledger/', gap: '-', trail: 'page' });
  } else if (first.startsWith('\\')) {
    list.push({ lead: 'C:\\Apps', gap: 'q', trail });
  } else if (first.startsWith('/')) {
    list.push({ lead: '/opt', gap: 'q', trail });
  } else if (field === 'Details' && /^[DQ]WORD \(/i.test(first)) {
    list.push({ lead: '', gap: '', trail: '' });
  }
  list.push(
    { lead: 'ledger ', gap: ' q ', trail: ' page' },
    { lead: 'q', gap: 'q', trail: 'q' },
    { lead: '7', gap: '7', trail: '7' },
    { lead: '', gap: ' ', trail: '' },
    { lead: '', gap: '', trail: '' },
  );
  return list;
}

/** Sysmon writes one hash after the other, each with its algorithm. */
function hashFillers(body: string): Filler[] {
  const algorithm = HASH_LENGTHS[body.trim().length] ?? '';
  const named = /^[0-9a-f]+$/i.test(body.trim()) ? `${algorithm}=` : '';
  const own = (named || body).toUpperCase();
  const other = own.startsWith('SHA1=') ? `MD5=${'0'.repeat(32)}` : `SHA1=${'0'.repeat(40)}`;
  const last = own.startsWith('IMPHASH=') ? '' : `,IMPHASH=${'0'.repeat(32)}`;
  return [
    { lead: `${other},${named}`, gap: ',', trail: last },
    { lead: named, gap: ',', trail: last },
  ];
}

const HASH_LENGTHS: Readonly<Record<number, string>> = { 32: 'MD5', 40: 'SHA1', 64: 'SHA256' };

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/** Orders of the pieces worth trying: as written, backwards, and each one first. */
function* orders(pieces: readonly string[]): Generator<readonly string[]> {
  yield pieces;
  if (pieces.length < 2) return;
  yield [...pieces].reverse();
  for (let at = 1; at < Math.min(pieces.length, 6); at++) {
    yield [pieces[at] ?? '', ...pieces.slice(0, at), ...pieces.slice(at + 1)];
  }
}

function join(pieces: readonly string[], gap: string): string {
  return pieces.join(gap);
}

/** `ab` and `bc` as `abc`: the shortest text that starts with one and ends with the other. */
function overlap(left: string, right: string): string {
  const most = Math.min(left.length, right.length, 200);
  for (let size = most; size > 0; size--) {
    if (left.slice(-size).toLowerCase() === right.slice(0, size).toLowerCase()) {
      return left + right.slice(size);
    }
  }
  return left + right;
}
