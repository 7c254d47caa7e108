import { largest } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { AttackContext, TechniqueContext } from './types';
import { type Way, wantedComparisons } from './ways';
import { hasWord } from './words';

type TacticName = AttackContext['tactics'][number];

/** What an adversary would do it with, and what for; each null where the rule does not tell. */
export interface Motive {
  readonly technique: TechniqueContext | null;
  readonly tactic: TacticName | null;
  /** The tactics that it may be for. */
  readonly possible: readonly TacticName[];
}

/**
 * Of the techniques that a rule is tagged with, the one that its title, values and description show best.
 * The tactic is the only one that this technique serves, among the rule's own tactics if it names any.
 * Where techniques show equally well, their tactic counts only if they have it in common; where none shows,
 * no tactic does.
 */
export function motiveOf(rule: Rule, context: AttackContext, ways: readonly Way[]): Motive {
  const { techniques, tactics } = context;
  if (techniques.length === 0) {
    return { technique: null, tactic: soleOf(tactics), possible: tactics };
  }
  const texts = textsOf(rule, ways);
  const scored = techniques.map((technique) => ({ technique, score: fitOf(technique, texts) }));
  const best = largest(
    scored.map(({ score }) => score),
    0,
  );
  const equal = scored.filter(({ score }) => score === best).map(({ technique }) => technique);
  const [technique = null] = equal;
  const common = (technique?.tactics ?? []).filter((tactic) =>
    equal.every((other) => other.tactics.some(({ shortName }) => shortName === tactic.shortName)),
  );
  const own = common.filter(({ shortName }) =>
    tactics.some((tactic) => tactic.shortName === shortName),
  );
  const possible = own.length > 0 ? own : common;
  return { technique, tactic: best < SHOWN ? null : soleOf(possible), possible };
}

function soleOf(tactics: readonly TacticName[]): TacticName | null {
  return tactics.length === 1 ? (tactics[0] ?? null) : null;
}

/** The least fit of a technique that counts as shown: half of its name in the description. */
const SHOWN = 0.5;

interface Texts {
  readonly title: string;
  readonly values: string;
  readonly description: string;
}

const WEIGHTS: readonly (readonly [keyof Texts, number])[] = [
  ['title', 3],
  ['values', 2],
  ['description', 1],
];

function textsOf(rule: Rule, ways: readonly Way[]): Texts {
  const values = wantedComparisons(ways).flatMap((one) => one.values);
  return {
    title: normal(rule.title),
    values: normal(values.join('\n')),
    description: normal(rule.description),
  };
}

function normal(text: string): string {
  return ` ${text.toLowerCase().replace(/multi-factor/g, 'multifactor')} `;
}

function fitOf({ id, name }: TechniqueContext, texts: Texts): number {
  const words = normal(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !COMMON.has(word));
  const named = words.map((word) => weightOf(word.replace(/(?:ing|s)$/, ''), texts));
  const share = named.reduce((sum, weight) => sum + weight, 0) / Math.max(1, words.length);
  // Of words that weigh the same, the longer one tells more: `login fail` more than `login`.
  const told = (currentKnowledge().techniqueWords.get(id) ?? []).map((word) => {
    const weight = weightOf(word, texts);
    return weight > 0 ? weight + word.length / 1_000 : 0;
  });
  return share + largest(told, 0);
}

/** Words of technique names that tell nothing apart. */
const COMMON = new Set(
  'and for the over other system systems services data via from use windows event'.split(' '),
);

function weightOf(word: string, texts: Texts): number {
  return WEIGHTS.find(([part]) => hasWord(texts[part], word))?.[1] ?? 0;
}
