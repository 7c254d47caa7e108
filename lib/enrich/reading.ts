import { detectionOf } from '@/lib/sigma/detection-of';
import type { DetectionRule, Rule } from '@/lib/sigma/types';
import { type Behaviours, behavioursOf } from './behaviour';
import { comparisonsIn } from './comparison';
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
  readonly context: AttackContext;
  readonly motive: Motive;
  /** Null for a filter, and for a correlation of other rules. */
  readonly detection: DetectionReading | null;
}

export function readingOf(rule: Rule, context: AttackContext): Reading {
  const own = detectionOf(rule);
  const ways = own ? waysOf(comparisonsIn(own.predicate)) : [];
  const motive = motiveOf(rule, context, ways);
  if (!own) return { rule, context, motive, detection: null };
  const facts = premisesOf(own, ways, context);
  const behaviours = behavioursOf(facts, motive);
  return { rule, context, motive, detection: { rule: own, ways, facts, behaviours } };
}
