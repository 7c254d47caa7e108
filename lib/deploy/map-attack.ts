import type { DownMap } from './knowledge';
import type { DeployTechnique, Loss } from './types';

/** A technique of a rule, as ATT&CK has it now. */
export interface RuleTechnique {
  readonly id: string;
  /** Short names of the tactics that ATT&CK gives it. */
  readonly tactics: readonly string[];
}

export interface MappedAttack {
  readonly tactics: readonly string[];
  readonly techniques: readonly DeployTechnique[];
  readonly losses: readonly Loss[];
}

/**
 * A rule's tactics, by their short names, and techniques as Microsoft's formats know them, in the rule's
 * order. What does not fit is among the losses.
 */
export function mapAttack(
  tactics: readonly string[],
  techniques: readonly RuleTechnique[],
  map: DownMap,
): MappedAttack {
  const losses: Loss[] = [];
  const names = tactics.flatMap((tactic) => {
    const name = map.tactics.get(tactic);
    if (name === undefined) {
      losses.push({
        code: 'deploy/tactic-unknown',
        field: 'tactics',
        message: `Microsoft’s formats have no tactic ${tactic}.`,
        effect: 'lost',
      });
      return [];
    }
    if (!isSame(tactic, name)) losses.push(tacticMapped(tactic, name));
    return name;
  });
  const known = [...new Set(names)];
  const mapped = techniques.flatMap((technique): DeployTechnique[] => {
    const id = formerId(technique.id, map);
    if (id === null) losses.push(techniqueNew(technique.id));
    else if (id !== technique.id) losses.push(techniqueMapped(technique.id, id));
    return id === null ? [] : [techniqueOf(id, technique, known, map)];
  });
  return {
    tactics: known,
    techniques: [...new Map(mapped.map((one) => [one.id, one])).values()],
    losses,
  };
}

/** `T1685.001` → `T1685`. */
export function parentOf(technique: string): string {
  return technique.replace(/\..*/, '');
}

/** The id that the formats know for a technique, or null. */
function formerId(id: string, { former, newer }: DownMap): string | null {
  if (!newer.has(id)) return id;
  const parent = parentOf(id);
  return former.get(id) ?? former.get(parent) ?? (newer.has(parent) ? null : parent);
}

function techniqueOf(
  id: string,
  technique: RuleTechnique,
  tactics: readonly string[],
  { tactics: names, azureSentinel }: DownMap,
): DeployTechnique {
  const own = new Set(technique.tactics.map((tactic) => names.get(tactic)));
  const accepts = (tactic: string) => azureSentinel.get(tactic)?.has(parentOf(id)) ?? false;
  return {
    id,
    tactics: tactics.filter((tactic) => own.has(tactic) || accepts(tactic)),
    azureSentinel: tactics.filter(accepts),
  };
}

function isSame(shortName: string, name: string): boolean {
  return shortName.replaceAll('-', '') === name.toLowerCase();
}

function tacticMapped(tactic: string, name: string): Loss {
  return {
    code: 'deploy/tactic-mapped',
    field: 'tactics',
    message: `ATT&CK’s ${tactic} is ${name} in Microsoft’s formats.`,
    effect: 'changed',
  };
}

function techniqueMapped(technique: string, id: string): Loss {
  return {
    code: 'deploy/technique-mapped',
    field: 'techniques',
    message: `ATT&CK’s ${technique} is ${id} in Microsoft’s formats, which do not know ATT&CK 19.`,
    effect: 'changed',
  };
}

function techniqueNew(technique: string): Loss {
  return {
    code: 'deploy/technique-new',
    field: 'techniques',
    message: `Microsoft’s formats do not know ${technique}, which is new in ATT&CK 19.`,
    effect: 'lost',
  };
}
