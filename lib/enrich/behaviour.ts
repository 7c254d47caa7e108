import { currentKnowledge } from './knowledge/current-knowledge';
import type { ActionFile, Advice, Premise, TechniqueFile } from './knowledge/file-schema';
import type { Motive } from './motive';
import { holds, type Premises, saidOf } from './premises';
import type { Statement } from './types';

/** Parts of what `content/knowledge` knows of a behaviour that depend on the rule. */
type Part = 'benign' | 'refutes' | 'questions' | 'response';

/** What a rule looks for, as far as `content/knowledge` tells of it: an action, its technique, or both. */
export interface Behaviours {
  /** `fetches further tools …`, as it reads after “an adversary who”; null if nothing is known. */
  readonly does: string | null;
  /** How often honest activity matches, if that is known of the action. */
  readonly volume: ActionFile['volume'] | null;
  readonly action: ActionFile | null;
  /** What it says of a part: the action first, at most `limit` each. */
  readonly say: (part: Part, limit: number) => Statement[];
}

/** What an adversary does by a technique; null if nothing is known of it. */
export function doesOf(motive: Motive): string | null {
  return knownTechnique(motive)?.does ?? null;
}

function knownTechnique({ technique }: Motive): TechniqueFile | null {
  return technique ? (currentKnowledge().techniques.get(technique.id) ?? null) : null;
}

/** The narrowest action whose condition holds for a rule, and the technique that the rule shows best. */
export function behavioursOf(facts: Premises, motive: Motive): Behaviours {
  const action = currentKnowledge()
    .actions.filter((one) => holds(one.of, facts))
    .reduce<ActionFile | null>(
      (best, one) => (best && !isNarrower(one.of, best.of) ? best : one),
      null,
    );
  const known = knownTechnique(motive);
  const entries: { readonly entry: ActionFile | TechniqueFile; readonly basis: string }[] = [
    ...(action ? [{ entry: action, basis: `catalog: ${action.name}` }] : []),
    ...(known
      ? [{ entry: known, basis: `catalog: ${motive.technique?.name ?? known.technique}` }]
      : []),
  ];
  return {
    does: (action ?? known)?.does ?? null,
    volume: action?.volume ?? null,
    action,
    say: (part, limit) =>
      entries.flatMap(({ entry, basis }) =>
        saidOf(entry[part] satisfies readonly Advice[], facts, limit).map((text) => ({
          text,
          basis,
        })),
      ),
  };
}

/** More parts are narrower; with as many, fewer words and events. */
function isNarrower(one: Premise, other: Premise): boolean {
  const [parts, otherParts] = [one, other].map((premise) => Object.keys(premise).length);
  if (parts !== otherParts) return (parts ?? 0) > (otherParts ?? 0);
  return choices(one) < choices(other);
}

function choices({ values = [], events = [], techniques = [] }: Premise): number {
  return values.length + events.length + techniques.length;
}
