import { logSourceName, sourceKind } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';
import type {
  ActionFile,
  Advice,
  ProgramFile,
  RecordFile,
  RuleNote,
  TechniqueFile,
} from './knowledge/file-schema';
import { recordFor } from './knowledge/load-knowledge';
import { programsOf } from './known-programs';
import { type Premises, saidOf } from './premises';
import type { Reading } from './reading';
import type { TechniqueContext } from './types';

/** What `content/knowledge` says of a part of a rule, as sentences. */
export interface Entry {
  readonly kind: 'note' | 'action' | 'technique' | 'program' | 'log source';
  /** `T1105`, `certutil`, … */
  readonly key: string;
  readonly lines: readonly string[];
}

/** Sentences of one list of advice. */
const ADVICE = 4;

/** Every entry that speaks of a rule, the narrowest first. */
export function entriesOf({ rule, context, note, detection }: Reading): Entry[] {
  const facts = detection?.facts ?? null;
  const action = detection?.behaviours.action ?? null;
  return [
    ...(note ? [noteEntry(rule.title, note)] : []),
    ...(action && facts ? [actionEntry(action, facts)] : []),
    ...context.techniques.map((technique) => techniqueEntry(technique, facts)),
    ...(facts ? programsOf(facts).map((program) => programEntry(program, facts)) : []),
    ...(detection ? logSourceEntry(detection.rule.logsource) : []),
  ];
}

function noteEntry(title: string, note: RuleNote): Entry {
  const { hypothesis, refutes, benign, questions, volume, because } = note;
  const lines = [
    hypothesis,
    `Refuted by: ${refutes}`,
    ...benign.map((text) => `Benign: ${text}`),
    `Honest activity matches: ${volume}, because ${because}.`,
    ...questions.flatMap((one) => Object.values(one).map((text) => `Question: ${text}`)),
  ];
  return { kind: 'note', key: title, lines };
}

function actionEntry(action: ActionFile, facts: Premises): Entry {
  const { name, volume } = action;
  const lines = [
    `Name: ${name}.`,
    `Honest activity matches such rules: ${volume}.`,
    ...behaviour(action, facts),
  ];
  return { kind: 'action', key: name, lines };
}

function techniqueEntry({ id, name, summary }: TechniqueContext, facts: Premises | null): Entry {
  const known = currentKnowledge().techniques.get(id);
  const said = known ? [`Where it shows: ${known.shows}`, ...behaviour(known, facts)] : [];
  return { kind: 'technique', key: id, lines: [`Name: ${id} ${name}.`, summary, ...said] };
}

function behaviour(entry: ActionFile | TechniqueFile, facts: Premises | null): string[] {
  const { does, needs, follows } = entry;
  const say = (advices: readonly Advice[]) => (facts ? saidOf(advices, facts, ADVICE) : []);
  return [
    `An adversary who ${does}.`,
    needs,
    follows,
    ...say(entry.benign).map((text) => `Benign: ${text}`),
    ...say(entry.refutes).map((text) => `Refuted by: ${text}`),
    ...say(entry.questions).map((text) => `Question: ${text}`),
  ];
}

function programEntry(program: ProgramFile, { techniques }: Premises): Entry {
  const { programs, name, what, lives, started, uses, abuse, tells, next } = program;
  const fitting = abuse.filter((one) => one.techniques.some((id) => techniques.includes(id)));
  const lines = [
    `Name: ${name} (${programs.join(', ')}).`,
    what,
    lives,
    started,
    ...uses.map(({ text }) => `Benign: ${text}`),
    ...fitting.map(({ text }) => `Abuse: ${text}`),
    ...tells,
    next,
  ];
  return { kind: 'program', key: (programs[0] ?? name).replace(/\.exe$/, ''), lines };
}

function logSourceEntry(logsource: LogSource): Entry[] {
  const record = recordFor(currentKnowledge(), logsource);
  return record
    ? [
        {
          kind: 'log source',
          key: sourceKind(logsource),
          lines: [`Name: ${logSourceName(logsource) ?? record.name}.`, ...recorded(record)],
        },
      ]
    : [];
}

const recorded = ({ records, misses }: RecordFile) => [
  records,
  ...misses.map((text) => `Not recorded: ${text}`),
];
