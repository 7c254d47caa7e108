import type { Diagnostic } from '@/lib/diagnostic';
import { SEVERITIES } from '@/lib/severity';
import { TARGET_NAME } from '@/lib/target';
import { cutNote } from '@/lib/text/cut-text';
import type { TranslateAnswer, TranslatedRule, TranslatedTarget } from './types';

const MAX_ANSWER_BYTES = 1_000_000;
const MAX_DIAGNOSTICS = 100;
const MAX_TEXT = 2_000;

/**
 * The answer without what exceeds 1 MB of JSON, and with notes that say what it lacks. Diagnostics
 * come first, then each query in turn, then what the rule says of itself, then verdicts. A query that is
 * too long loses its highlighting and trace before its text.
 */
export function limitAnswer(answer: TranslateAnswer): TranslateAnswer {
  const notes = [...answer.notes];
  const diagnostics = fewDiagnostics(answer.diagnostics);
  if (diagnostics.length < answer.diagnostics.length) {
    notes.push(
      `Only ${diagnostics.length} of ${count(answer.diagnostics.length)} problems are listed, the most severe ones.`,
    );
  }
  // What remains is for brackets, names and the notes themselves.
  let left = MAX_ANSWER_BYTES - 20_000 - bytesOf(diagnostics);
  const rules = answer.rules.map((rule): TranslatedRule => {
    const targets = rule.targets.map((target) => {
      const fitting = fitInto(target, left, notes);
      left -= bytesOf(fitting);
      return fitting;
    });
    const { words, lines, techniques, ...rest } = {
      ...rule,
      title: short(rule.title),
      targets: [],
    };
    left -= bytesOf(rest);
    const described = bytesOf([words, lines, techniques]);
    const fits = described <= left;
    if (fits) left -= described;
    else notes.push(`There is no room to show “${rest.title}” in words.`);
    return fits
      ? { ...rest, words, lines, techniques, targets }
      : { ...rest, words: null, lines: [], techniques: [], targets };
  });
  const events = answer.events.filter((event) => {
    left -= bytesOf(event);
    return left >= 0;
  });
  if (events.length < answer.events.length) {
    notes.push(
      `Only the verdicts on ${events.length} of ${answer.events.length} events are shown: there is no room for more.`,
    );
  }
  return { ...answer, diagnostics, rules, events, notes };
}

/** As much of a query as fits in `left` bytes. */
function fitInto(target: TranslatedTarget, left: number, notes: string[]): TranslatedTarget {
  const variant = { ...target, diagnostics: fewDiagnostics(target.diagnostics) };
  if (bytesOf(variant) <= left) return variant;
  const { kql } = variant;
  const plain = {
    ...variant,
    trace: [],
    cost: null,
    lines: (kql ?? '').split('\n').map((text) => [{ text, kind: null }]),
  };
  const name = TARGET_NAME[target.target];
  if (kql !== null && bytesOf(plain) <= left) {
    notes.push(`The query for ${name} is too long to show its colours and its trace.`);
    return plain;
  }
  notes.push(
    `The query for ${name} is left out: it has ${count(kql?.length ?? 0)} characters. npm run translate prints it.`,
  );
  return { ...plain, kql: null, copy: null, lines: [], tables: [], diagnostics: [] };
}

function fewDiagnostics(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const few =
    all.length <= MAX_DIAGNOSTICS
      ? all
      : all
          .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
          .slice(0, MAX_DIAGNOSTICS);
  return few.map((one) => ({
    ...one,
    message: short(one.message),
    ...(one.hint === undefined ? {} : { hint: short(one.hint) }),
  }));
}

function short(text: string): string {
  return text.length <= MAX_TEXT ? text : text.slice(0, MAX_TEXT) + cutNote(text.length);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
