import { plainText } from './plain-text';
import { citation, externalId, externalUrl, isDead, type Stix, type StixBundle } from './stix';
import type { Linked, Technique } from './types';
import { attackUrl } from './url';

// A popular technique is used by hundreds of groups and programs; a page shows a few and their number.
const SHOWN = 8;
const TEXT_LIMIT = 600;

type Pattern = Stix<'attack-pattern'>;
type Texts = Omit<Technique, 'id' | 'name' | 'parentId' | 'url' | 'tactics' | 'platforms'>;

/** A live technique as its STIX object and the bundle's relationships describe it. */
export function techniqueFrom(
  pattern: Pattern,
  id: string,
  tacticOrder: ReadonlyMap<string, number>,
  stix: StixBundle,
): Technique {
  const phases = (pattern.kill_chain_phases ?? [])
    .filter((phase) => phase.kill_chain_name === 'mitre-attack')
    .map((phase) => phase.phase_name)
    .filter((shortName) => tacticOrder.has(shortName));
  const parent = id.includes('.') ? id.slice(0, id.indexOf('.')) : null;
  return {
    id,
    name: pattern.name,
    parentId: parent,
    url: externalUrl(pattern) ?? attackUrl(id),
    tactics: [...new Set(phases)].sort(
      (a, b) => (tacticOrder.get(a) ?? 0) - (tacticOrder.get(b) ?? 0),
    ),
    platforms: [...new Set(pattern.x_mitre_platforms ?? [])].sort((a, b) =>
      a.toLowerCase() < b.toLowerCase() ? -1 : 1,
    ),
    ...textsFrom(pattern, stix),
  };
}

/** What the bundle says about a technique, ids, names and tactics aside. */
export function textsFrom(pattern: Pattern, stix: StixBundle): Texts {
  const uses = stix.relationsTo('uses', pattern.id);
  const groups = byRecency(uses.filter(({ source_ref }) => stix.get('intrusion-set', source_ref)));
  const software = byRecency(
    uses.filter(
      ({ source_ref }) => stix.get('malware', source_ref) ?? stix.get('tool', source_ref),
    ),
  );
  return {
    description: plainText(pattern.description ?? ''),
    dataComponents: dataComponents(pattern, stix),
    detections: detections(pattern, stix),
    mitigations: linkAll(stix.relationsTo('mitigates', pattern.id), stix),
    groups: linkAll(groups, stix).slice(0, SHOWN),
    software: linkAll(software, stix).slice(0, SHOWN),
    known: { groups: groups.length, software: software.length },
  };
}

function byRecency(relations: readonly Stix<'relationship'>[]) {
  return [...relations].sort((a, b) => ((a.modified ?? '') > (b.modified ?? '') ? -1 : 1));
}

function linkAll(relations: readonly Stix<'relationship'>[], stix: StixBundle): Linked[] {
  const links = new Map<string, Linked>();
  for (const relation of relations) {
    const object = stix.named(relation.source_ref);
    const id = object && externalId(object);
    if (!object || !id || isDead(object) || links.has(id)) continue;
    links.set(id, link(object, id, relation.description ?? '', citation(relation)));
  }
  return [...links.values()];
}

function link(object: Stix, id: string, text: string, source: Linked['source']): Linked {
  const plain = plainText(text);
  return {
    id,
    name: object.name ?? id,
    url: externalUrl(object) ?? attackUrl(id),
    text: plain.length > TEXT_LIMIT ? `${plain.slice(0, TEXT_LIMIT - 1).trimEnd()}…` : plain,
    source,
  };
}

// Since v18 a strategy detects a technique through analytics, and these name log sources of data
// components. Before, data components detected techniques, and the technique had one text on detection.
function detections(pattern: Pattern, stix: StixBundle): Linked[] {
  const found: Linked[] = [];
  for (const relation of stix.relationsTo('detects', pattern.id)) {
    const strategy = stix.get('x-mitre-detection-strategy', relation.source_ref);
    const id = strategy && externalId(strategy);
    if (!strategy || !id || isDead(strategy)) continue;
    const texts = analyticsOf(strategy, stix).map((analytic) => {
      const platforms = analytic.x_mitre_platforms?.join(', ');
      return `${platforms ? `${platforms}: ` : ''}${analytic.description ?? ''}`;
    });
    found.push(link(strategy, id, texts.join('\n\n'), null));
  }
  const id = externalId(pattern);
  if (found.length === 0 && pattern.x_mitre_detection && id) {
    const named = { ...pattern, name: 'Detection' };
    found.push(link(named, id, pattern.x_mitre_detection, null));
  }
  return found;
}

function dataComponents(pattern: Pattern, stix: StixBundle): Linked[] {
  const sources = new Map<string, Set<string>>();
  const add = (ref: string, text: string) => {
    const texts = sources.get(ref);
    if (!texts) sources.set(ref, new Set(text ? [text] : []));
    else if (text) texts.add(text);
  };
  for (const relation of stix.relationsTo('detects', pattern.id)) {
    const strategy = stix.get('x-mitre-detection-strategy', relation.source_ref);
    if (!strategy) {
      add(relation.source_ref, plainText(relation.description ?? ''));
      continue;
    }
    for (const analytic of analyticsOf(strategy, stix)) {
      for (const source of analytic.x_mitre_log_source_references ?? []) {
        add(
          source.x_mitre_data_component_ref,
          [source.name, source.channel].filter(Boolean).join(' '),
        );
      }
    }
  }
  const found: Linked[] = [];
  for (const [ref, texts] of sources) {
    const component = stix.get('x-mitre-data-component', ref);
    if (!component || isDead(component)) continue;
    const id = externalId(component) ?? '';
    found.push(link(component, id, [...texts].join('; '), null));
  }
  if (found.length > 0) return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  return (pattern.x_mitre_data_sources ?? []).map((name) => ({
    id: '',
    name,
    url: attackUrl(externalId(pattern) ?? ''),
    text: '',
    source: null,
  }));
}

function analyticsOf(strategy: Stix<'x-mitre-detection-strategy'>, stix: StixBundle) {
  return (strategy.x_mitre_analytic_refs ?? []).flatMap((ref) => {
    const analytic = stix.get('x-mitre-analytic', ref);
    return analytic && !isDead(analytic) ? [analytic] : [];
  });
}
