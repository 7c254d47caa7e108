import type { DetectionRule } from '@/lib/sigma/types';
import { comparisonsIn } from './comparison';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { ProgramFile } from './knowledge/file-schema';
import { FEW, type Premises, programNames } from './premises';
import type { Statement } from './types';
import { waysOf } from './ways';
import { hasWord } from './words';

/** The most programs of one rule that are told about. */
const PROGRAMS = 2;
const USES = 2;

/**
 * Honest uses of the programs that a rule looks for, those first that its values point to. Only those where
 * the rule fixes the parent, its author considers false positives unlikely, or the log source does not show
 * programs starting.
 */
export function benignUses(facts: Premises, isUnlikely: boolean): Statement[] {
  const programs = actorsOf(facts);
  const each = programs.length > 1 ? 1 : USES;
  return programs.flatMap((program) => {
    const pointed = program.uses.filter(({ with: words }) => words && isIn(facts, words));
    const isOpen = facts.kind === 'process' && !facts.fixed.has('ParentImage') && !isUnlikely;
    const always = isOpen ? program.uses.filter(({ with: words }) => !words) : [];
    return [...pointed, ...always]
      .slice(0, each)
      .map(({ text }) => ({ text, basis: basisOf(program) }));
  });
}

/** What the rule's techniques make of its programs, what tells abuse from honest use, and what is usual. */
export function programSteps(facts: Premises): Statement[] {
  const [first, ...others] = actorsOf(facts);
  const isRun = showsPrograms(facts);
  return [
    ...knownAmong(facts.parents).flatMap((program) =>
      program.parent ? [{ text: program.parent, basis: basisOf(program) }] : [],
    ),
    ...knownAmong(facts.targets).flatMap((program) => abuseOf(program, facts)),
    ...(first && isRun ? abuseOf(first, facts) : []),
    ...(first && isRun ? tellOf(first) : []),
    ...(isRun ? others.flatMap((program) => abuseOf(program, facts)) : []),
    ...(first && facts.kind === 'process' ? [usual(first, facts)] : []),
  ];
}

/** What to look at after the programs of a rule. */
export function programPivots(facts: Premises): Statement[] {
  return actorsOf(facts)
    .slice(0, showsPrograms(facts) ? 1 : 0)
    .map((program) => ({ text: program.next, basis: basisOf(program) }));
}

/** Whether the log source shows a program at work, so that what it does can be judged. */
function showsPrograms({ kind }: Premises): boolean {
  return kind === 'process' || kind === 'network';
}

/** The programs of a rule that `content/knowledge` tells of, whatever their part in it. */
export function programsOf({ programs, parents, targets }: Premises): readonly ProgramFile[] {
  return [...new Set([programs, parents, targets].flatMap(knownAmong))];
}

/** The same of a detection; none of a list of more than a few programs, which tells of none in particular. */
export function programsNamedBy({
  predicate,
  logsource: { product },
}: DetectionRule): readonly ProgramFile[] {
  const names = Object.values(programNames(waysOf(comparisonsIn(predicate))));
  const few = names.filter((list) => list.length <= FEW);
  const known = few.flatMap((list) => knownAmong(list.map((one) => one.toLowerCase())));
  const isUnix = product === 'linux' || product === 'macos';
  return [...new Set(isUnix ? known.filter((one) => !isOfWindows(one)) : known)];
}

/** Whether an entry tells of the program on Windows alone. */
const isOfWindows = ({ lives }: ProgramFile): boolean =>
  lives.includes('`C:\\') && !lives.includes('`/');

function abuseOf(program: ProgramFile, { techniques }: Premises): Statement[] {
  return program.abuse
    .filter((one) => one.techniques.some((id) => techniques.includes(id)))
    .slice(0, 1)
    .map(({ text }) => ({ text, basis: basisOf(program) }));
}

function tellOf(program: ProgramFile): Statement[] {
  return program.tells.slice(0, 1).map((text) => ({ text, basis: basisOf(program) }));
}

// Who starts it says nothing new where the rule fixes the parent.
function usual(program: ProgramFile, { parents }: Premises): Statement {
  const { name, lives, started } = program;
  const usually = parents.length > 0 ? lives : `${lives} ${started}`;
  const what = parents.length > 0 ? 'the path' : 'path and parent';
  return {
    text: `Compare ${what} with what is usual for ${name}. ${usually}`,
    basis: basisOf(program),
  };
}

function actorsOf({ programs, isKnown }: Premises): ProgramFile[] {
  return isKnown ? knownAmong(programs) : [];
}

function knownAmong(names: readonly string[]): ProgramFile[] {
  const { programs } = currentKnowledge();
  const found = names.flatMap((name) => programs.get(name) ?? []);
  return [...new Set(found)].slice(0, PROGRAMS);
}

function isIn({ words }: Premises, wanted: readonly string[]): boolean {
  return wanted.some((word) => hasWord(words, word.toLowerCase()));
}

function basisOf({ name }: ProgramFile): string {
  return `catalog: ${name}`;
}
