import { contentTextIfAny } from '@/lib/content';
import type { Rule } from '@/lib/sigma/types';
import { readYamlFile, reportOn, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import { hash } from '../hash';
import { notesFile, type RuleNote } from './file-schema';

/** The file of `content/knowledge/rules` with the notes on a rule's log source. */
export function notesPath(rule: Rule): string {
  if (rule.kind !== 'detection') return `${rule.kind}.yml`;
  const { product, category, service } = rule.logsource;
  const parts = [product, category, service].flatMap((part) => part ?? []);
  return `${parts.join('-').replace(/[^a-z0-9_-]/gi, '_')}.yml`;
}

/**
 * Notes by rule. Returns a problem for each fault, with file, line and field; a file at fault has no notes, and a
 * rule's second note is left out.
 */
export function readNotes(file: YamlFile): {
  notes: ReadonlyMap<string, RuleNote>;
  problems: readonly YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const notes = new Map<string, RuleNote>();
  for (const [at, note] of (readYamlFile(file, notesFile, problems)?.notes ?? []).entries()) {
    if (notes.has(note.rule)) {
      reportOn(file, problems)(['notes', at, 'rule'], `'${note.rule}' has a note already`);
    } else notes.set(note.rule, note);
  }
  return { notes, problems };
}

const read = new Map<string, ReadonlyMap<string, RuleNote>>();

/**
 * The note on a rule; null if there is none, or if it was written for other logic than the rule has now. Files are
 * read once per process, when the first rule of their log source asks. Throws an Error that names each fault.
 */
export function noteOn(rule: Rule): RuleNote | null {
  if (rule.id === null) return null;
  const path = notesPath(rule);
  let notes = read.get(path);
  if (!notes) {
    notes = currentNotes(path);
    read.set(path, notes);
  }
  const note = notes.get(rule.id);
  return note?.logic === logicHash(rule) ? note : null;
}

function currentNotes(path: string): ReadonlyMap<string, RuleNote> {
  const text = contentTextIfAny(`knowledge/rules/${path}`);
  if (text === null) return new Map();
  const { notes, problems } = readNotes({ path, text });
  if (problems.length === 0) return notes;
  throw new Error(problems.map(({ message }) => `content/knowledge/rules: ${message}`).join('\n'));
}

/** Of what a rule matches and in which log source: its own text, without lines of comment and the width of space. */
export function logicHash({ text }: Rule): string {
  const parts = [...text.matchAll(LOGIC)].map(([part]) =>
    part
      .replace(/^\s*#.*$/gm, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return hash(parts).slice(0, 8);
}

/** Each top-level key that decides what matches, with its value. */
const LOGIC = /^(?:logsource|detection|correlation|filter):.*(?:\n(?:[ \t#].*)?)*/gm;
