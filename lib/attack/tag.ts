import type { Attack, Tactic, Technique } from './types';

export type ResolvedTag =
  | { readonly kind: 'technique'; readonly id: string; readonly technique: Technique }
  | {
      readonly kind: 'revoked-technique';
      readonly id: string;
      readonly name: string | null;
      readonly successor: Technique | null;
    }
  | { readonly kind: 'tactic'; readonly tactic: Tactic; readonly former: boolean }
  | {
      readonly kind: 'group' | 'software' | 'campaign' | 'data-source' | 'mitigation';
      readonly id: string;
      readonly name: string;
      readonly url: string;
    }
  | { readonly kind: 'unknown'; readonly tag: string };

const KINDS = [
  [/^G\d{4}$/, 'group'],
  [/^S\d{4}$/, 'software'],
  [/^C\d{4}$/, 'campaign'],
  [/^(?:DS|DC)\d{4}$/, 'data-source'],
  [/^M\d{4}$/, 'mitigation'],
] as const;

/**
 * What an `attack.` tag of a rule names: `attack.t1059.003` → the technique; a revoked one with its
 * live successor, or null where it has none; `attack.credential_access` → the tactic, by its present or
 * a former name; `attack.g0016` → the group. null: the tag is of another namespace.
 */
export function resolveTag(attack: Attack, tag: string): ResolvedTag | null {
  const lower = tag.trim().toLowerCase();
  if (!lower.startsWith('attack.')) return null;
  const name = lower.slice('attack.'.length);
  const id = name.toUpperCase();
  if (/^T\d{4}(\.\d{3})?$/.test(id)) return resolveTechnique(attack, id, tag);
  if (/^TA\d{4}$/.test(id)) {
    const tactic = attack.tactics.find((candidate) => candidate.id === id);
    return tactic ? { kind: 'tactic', tactic, former: false } : { kind: 'unknown', tag };
  }
  const kind = KINDS.find(([pattern]) => pattern.test(id))?.[1];
  if (kind) {
    const object = attack.others.get(id);
    return object ? { kind, id, ...object } : { kind: 'unknown', tag };
  }
  const shortName = name.replaceAll('_', '-');
  const live = tacticNamed(attack, shortName);
  if (live) return { kind: 'tactic', tactic: live, former: false };
  const renamed = tacticNamed(attack, attack.formerTactics.get(shortName));
  return renamed ? { kind: 'tactic', tactic: renamed, former: true } : { kind: 'unknown', tag };
}

function tacticNamed(attack: Attack, shortName: string | undefined): Tactic | undefined {
  return attack.tactics.find((tactic) => tactic.shortName === shortName);
}

function resolveTechnique(attack: Attack, id: string, tag: string): ResolvedTag {
  const technique = attack.techniques.get(id);
  if (technique) return { kind: 'technique', id, technique };
  const revoked = attack.revoked.get(id);
  if (!revoked) return { kind: 'unknown', tag };
  const successor = revoked.successor ? attack.techniques.get(revoked.successor) : undefined;
  return { kind: 'revoked-technique', id, name: revoked.name, successor: successor ?? null };
}
