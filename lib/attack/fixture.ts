// A small Enterprise bundle of our own for tests: invented tactics and techniques, so that nothing can
// pass because the code knows ATT&CK's names.

type StixObject = Record<string, unknown> & { type: string; id: string };

const reference = (external_id: string, folder: string) => ({
  source_name: 'mitre-attack',
  external_id,
  url: `https://attack.mitre.org/${folder}/${external_id.replace('.', '/')}`,
});

export function tactic(id: string, shortName: string, name: string): StixObject {
  return {
    type: 'x-mitre-tactic',
    id: `x-mitre-tactic--${id}`,
    name,
    description: `The adversary wants ${name}.`,
    x_mitre_shortname: shortName,
    external_references: [reference(id, 'tactics')],
  };
}

export function technique(
  id: string,
  name: string,
  phases: readonly string[],
  more: Record<string, unknown> = {},
): StixObject {
  return {
    type: 'attack-pattern',
    id: `attack-pattern--${id}`,
    name,
    description: `Adversaries may use ${name}.`,
    kill_chain_phases: phases.map((phase_name) => ({
      kill_chain_name: 'mitre-attack',
      phase_name,
    })),
    x_mitre_platforms: ['macOS', 'Linux'],
    external_references: [reference(id, 'techniques')],
    ...more,
  };
}

export function relation(
  type: string,
  source: string,
  target: string,
  more: Record<string, unknown> = {},
): StixObject {
  return {
    type: 'relationship',
    id: `relationship--${type}-${source}-${target}`,
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    ...more,
  };
}

export function object(
  type: string,
  id: string,
  name: string,
  more: Record<string, unknown> = {},
): StixObject {
  return {
    type,
    id: `${type}--${id}`,
    name,
    external_references: [reference(id, 'x')],
    ...more,
  };
}

export function collection(version: string): StixObject {
  return { type: 'x-mitre-collection', id: 'x-mitre-collection--1', x_mitre_version: version };
}

export function bundle(objects: readonly unknown[]) {
  return { type: 'bundle', id: 'bundle--1', objects };
}

/** Matrix order is the reverse of the order in which the tactics are listed. */
export const SMALL: readonly StixObject[] = [
  tactic('TA9002', 'mischief', 'Mischief'),
  tactic('TA9001', 'approach', 'Approach'),
  {
    type: 'x-mitre-matrix',
    id: 'x-mitre-matrix--1',
    tactic_refs: ['x-mitre-tactic--TA9001', 'x-mitre-tactic--TA9002'],
  },
  technique('T9001', 'Tiptoe', ['mischief', 'approach']),
  technique('T9001.001', 'Tiptoe in Socks', ['approach']),
  technique('T9002', 'Bang', ['mischief']),
  technique('T9003', 'Loud Bang', ['mischief'], { revoked: true }),
  technique('T9004', 'Louder Bang', ['mischief'], { revoked: true }),
  technique('T9005', 'Whisper', ['mischief'], { x_mitre_deprecated: true }),
  relation('revoked-by', 'attack-pattern--T9004', 'attack-pattern--T9003'),
  relation('revoked-by', 'attack-pattern--T9003', 'attack-pattern--T9002'),
];
