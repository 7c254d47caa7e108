import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from '@/lib/content';
import type { Proof } from '@/lib/proof/types';
import type { FormerNames, RuleIndex } from './rule-index';

const fileSchema = z.strictObject({
  source: z.string().min(1),
  date: z.coerce.date(),
  tactics: z.array(z.strictObject({ was: z.string(), now: z.array(z.string()).min(1) })),
  techniques: z.array(z.strictObject({ was: z.string(), now: z.string() })),
});

/** `Defense Evasion`, `defense-evasion` and `defense_evasion` are one name. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '-');
}

/** The names of `content/attack/former-names.yml`, and those of revoked techniques with a successor. */
export function readFormerNames(
  revoked: readonly { readonly name: string; readonly successorId: string | null }[],
): FormerNames {
  const { tactics, techniques } = fileSchema.parse(load(contentText('attack/former-names.yml')));
  return {
    tactics: new Map(tactics.map(({ was, now }) => [keyOf(was), { was, now }])),
    techniques: new Map([
      ...revoked.flatMap(({ name, successorId }) =>
        name && successorId ? [[keyOf(name), { was: name, now: [successorId] }] as const] : [],
      ),
      ...techniques.map(({ was, now }) => [keyOf(was), { was, now: [now] }] as const),
    ]),
  };
}

/** What took the place of a name: values that a filter can have, and a sentence that says so. */
export interface Renamed {
  readonly now: readonly string[];
  readonly sentence: string;
}

type Names = Pick<RuleIndex, 'tactics' | 'techniques' | 'successors' | 'former'>;

/** What a former name of a tactic is called now; null for any other name. */
export function renamedTactic({ tactics, former }: Names, asked: string): Renamed | null {
  const key = keyOf(asked);
  if (tactics.some(({ shortName }) => shortName === key)) return null;
  const now = tactics.filter(({ shortName }) => former.tactics.get(key)?.now.includes(shortName));
  if (now.length === 0) return null;
  const names = now.map(({ name }) => name).join(' and ');
  return {
    now: now.map(({ shortName }) => shortName),
    sentence: `ATT&CK calls “${asked}” ${names} now. Showing rules for ${now.length > 1 ? 'both' : 'it'}.`,
  };
}

/** The live technique that a revoked id, or a name that no technique has now, stands for. */
export function renamedTechnique(index: Names, asked: string): Renamed | null {
  const { techniques, successors, former } = index;
  const id = asked.toUpperCase();
  const successor = successors.get(id);
  if (successor) {
    return {
      now: [successor],
      sentence: `ATT&CK has revoked ${id}. Showing rules for ${successor}, which replaces it.`,
    };
  }
  const key = keyOf(asked);
  const now = techniques.get(former.techniques.get(key)?.now[0] ?? '');
  if (!now || [...techniques.values()].some(({ name }) => keyOf(name) === key)) return null;
  return {
    now: [now.id],
    sentence: `ATT&CK calls “${asked}” ${now.name} (${now.id}) now. Showing rules for it.`,
  };
}

/** What a proof state was called before, and its name now. */
const FORMER_PROOFS: ReadonlyMap<string, Proof> = new Map([['constructed', 'self-tested']]);

/** The proof state that a former name stands for; null for any other name. */
export function renamedProof(asked: string): Renamed | null {
  const now = FORMER_PROOFS.get(asked.toLowerCase());
  if (!now) return null;
  return { now: [now], sentence: `The proof “${asked}” is called “${now}” now.` };
}

/** What took the place of the former names that contain what somebody has typed. */
export function renamedLike(
  { tactics, techniques, successors, former }: Names,
  field: 'tactic' | 'technique' | 'proof',
  typed: string,
): readonly Renamed[] {
  if (field === 'proof') {
    return [...FORMER_PROOFS]
      .filter(([was]) => was.includes(typed))
      .map(([was, now]) => ({ now: [now], sentence: `${was} is now ${now}` }));
  }
  const typedKey = keyOf(typed);
  const startsWith = (was: string) => Number(keyOf(was).startsWith(typedKey));
  const ids = [...successors].map(([was, now]) => ({ was, now: [now] }));
  const all =
    field === 'tactic' ? former.tactics.values() : [...ids, ...former.techniques.values()];
  const nameOf =
    field === 'tactic'
      ? new Map(tactics.map(({ shortName, name }) => [shortName, name]))
      : new Map([...techniques.values()].map(({ id, name }) => [id, name]));
  return [...all]
    .filter(({ was }) => keyOf(was).includes(typedKey))
    .sort((a, b) => startsWith(b.was) - startsWith(a.was))
    .flatMap(({ was, now }) => {
      const names = now.flatMap((value) => nameOf.get(value) ?? []);
      if (names.length < now.length || names.includes(was)) return [];
      return { now, sentence: `${was} is now ${names.join(' and ')}` };
    });
}
