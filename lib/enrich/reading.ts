import { detectionOf } from '@/lib/sigma/detection-of';
import type { DetectionRule, Rule } from '@/lib/sigma/types';
import { type Behaviours, behavioursOf } from './behaviour';
import { comparisonsIn } from './comparison';
import type { RuleNote } from './knowledge/file-schema';
import { noteOn } from './knowledge/rule-notes';
import { type Motive, motiveOf } from './motive';
import { type Premises, premisesOf } from './premises';
import type { AttackContext } from './types';
import { type Way, waysOf } from './ways';

/** A rule's own detection with what it fixes. */
export interface DetectionReading {
  readonly rule: DetectionRule;
  readonly ways: readonly Way[];
  readonly facts: Premises;
  readonly behaviours: Behaviours;
}

/** A rule as the texts need it, read once for all of them. */
export interface Reading {
  readonly rule: Rule;
  /** The technique that the rule shows best is the first. */
  readonly context: AttackContext;
  readonly motive: Motive;
  /** What was written on this rule alone; it is said in place of what is known of its kind. */
  readonly note: RuleNote | null;
  /** Null for a filter, and for a correlation of other rules. */
  readonly detection: DetectionReading | null;
}

export function readingOf(rule: Rule, given: AttackContext): Reading {
  const own = detectionOf(rule);
  const ways = own ? waysOf(comparisonsIn(own.predicate)) : [];
  const motive = motiveOf(rule, given, ways);
  const context = bestFirst(given, motive);
  const note = noteOn(rule);
  if (!own) return { rule, context, motive, note, detection: null };
  const facts = premisesOf(own, ways, context);
  const behaviours = behavioursOf(facts, motive);
  return { rule, context, motive, note, detection: { rule: own, ways, facts, behaviours } };
}

/** The technique that the rule shows best before its others. */
function bestFirst(context: AttackContext, { technique }: Motive): AttackContext {
  const techniques = [...context.techniques].sort(
    (a, b) => Number(b === technique) - Number(a === technique),
  );
  return { ...context, techniques };
}
