import { describe, expect, it } from 'vitest';
import type { AttackFacts } from './facts';
import { bundle, collection, object, relation, SMALL, tactic, technique } from './fixture';
import { readBundle } from './index';

const FACTS: AttackFacts = {
  version: '5.0',
  released: '2026-01-10',
  domain: 'enterprise-attack',
  tactics: [
    { id: 'TA9001', shortName: 'approach', name: 'Approach' },
    { id: 'TA9002', shortName: 'trouble', name: 'Trouble' },
  ],
  formerTactics: [],
  techniques: [
    { id: 'T9001', name: 'Tiptoeing', parent: null, tactics: ['approach'], platforms: ['Linux'] },
    { id: 'T9010', name: 'Glide', parent: null, tactics: ['trouble'], platforms: ['Linux'] },
  ],
  revoked: { T9002: { name: 'Bang', successor: 'T9010' } },
  groups: { G9001: 'The Mice' },
  software: {},
  campaigns: {},
  dataSources: {},
};

describe('readBundle', () => {
  it('orders tactics as the matrix does, and a technique’s tactics likewise', () => {
    const attack = readBundle(bundle(SMALL), null);
    expect(attack.tactics.map(({ shortName }) => shortName)).toEqual(['approach', 'mischief']);
    expect(attack.techniques.get('T9001')?.tactics).toEqual(['approach', 'mischief']);
    expect(attack.techniques.get('T9001.001')?.parentId).toBe('T9001');
    expect(attack.techniques.get('T9001')?.platforms).toEqual(['Linux', 'macOS']);
  });

  it('follows revocations to the live end and gives deprecated techniques no successor', () => {
    const { revoked, techniques } = readBundle(bundle(SMALL), null);
    expect(revoked.get('T9004')).toEqual({ name: 'Louder Bang', successor: 'T9002' });
    expect(revoked.get('T9005')).toEqual({ name: 'Whisper', successor: null });
    expect(techniques.has('T9003')).toBe(false);
  });

  it('finds no successor for circular revocations', () => {
    const circle = [
      ...SMALL,
      technique('T9006', 'A', [], { revoked: true }),
      technique('T9007', 'B', [], { revoked: true }),
      relation('revoked-by', 'attack-pattern--T9006', 'attack-pattern--T9007'),
      relation('revoked-by', 'attack-pattern--T9007', 'attack-pattern--T9006'),
    ];
    expect(readBundle(bundle(circle), null).revoked.get('T9006')?.successor).toBeNull();
  });

  it('takes the version from the collection, and is unknown without one', () => {
    expect(readBundle(bundle([collection('7.3'), ...SMALL]), null).version).toBe('7.3');
    expect(readBundle(bundle(SMALL), null).version).toBe('unknown');
  });

  it('skips and counts what it cannot read', () => {
    const broken = [
      ...SMALL,
      null,
      { type: 'attack-pattern', id: 'x' },
      { type: 'attack-pattern', id: 'y', name: 7 },
      { type: 'relationship', id: 'z', relationship_type: 'uses' },
      { type: 'something-new', id: 'q' },
    ];
    const { diagnostics, techniques } = readBundle(bundle(broken), null);
    expect(techniques.size).toBe(3);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(3).fill('attack/bad-object'));
    expect(diagnostics.map(({ message }) => message).join(' ')).toContain(
      '2 attack-pattern objects',
    );
  });

  it('returns the facts and a diagnostic when there is no bundle', () => {
    for (const value of [null, 'text', {}, { objects: 3 }]) {
      const attack = readBundle(value, FACTS);
      expect(attack.version).toBe('5.0');
      expect(attack.techniques.size).toBe(2);
      expect(attack.diagnostics.map(({ code }) => code)).toEqual(['attack/not-a-bundle']);
    }
    const empty = readBundle(bundle([]), FACTS);
    expect(empty.techniques.size).toBe(2);
    expect(empty.diagnostics.map(({ code }) => code)).toEqual(['attack/empty-bundle']);
    expect(readBundle(null, null)).toMatchObject({ version: 'unknown', tactics: [] });
  });

  it('keeps the facts’ ids, names and tactics over an older bundle, which lends its texts', () => {
    const attack = readBundle(bundle([collection('4.9'), ...SMALL]), FACTS);
    expect(attack.version).toBe('5.0');
    expect([...attack.techniques.keys()]).toEqual(['T9001', 'T9010']);
    expect(attack.techniques.get('T9001')).toMatchObject({
      name: 'Tiptoeing',
      tactics: ['approach'],
      description: 'Adversaries may use Tiptoe.',
    });
    expect(attack.revoked.get('T9004')).toEqual({
      name: 'Louder Bang',
      successor: 'T9010',
    });
    expect(attack.revoked.get('T9002')?.successor).toBe('T9010');
    expect(attack.formerTactics.get('mischief')).toBe('trouble');
    expect(attack.tactics.map(({ description }) => description)).toEqual([
      'The adversary wants Approach.',
      '',
    ]);
    expect(attack.diagnostics.map(({ code }) => code)).toEqual(['attack/texts-from-bundle']);
  });

  it('gives a technique that the bundle knows by a former id the description of that one', () => {
    const attack = readBundle(bundle([collection('4.9'), ...SMALL]), FACTS);
    expect(attack.techniques.get('T9010')).toMatchObject({
      name: 'Glide',
      description: 'Of its predecessor Bang (T9002), ATT&CK says: Adversaries may use Bang.',
      groups: [],
    });
    expect(attack.diagnostics[0]?.message).toContain('describes 1 of its 2 techniques');
  });

  it('lets a newer bundle win, with the facts’ tactics as former ones', () => {
    const attack = readBundle(bundle([collection('6.0'), ...SMALL]), FACTS);
    expect(attack.version).toBe('6.0');
    expect(attack.techniques.get('T9001')?.name).toBe('Tiptoe');
    expect(attack.tactics.map(({ shortName }) => shortName)).toEqual(['approach', 'mischief']);
    expect(attack.formerTactics.get('trouble')).toBe('mischief');
  });

  it('compares versions as numbers', () => {
    const facts = { ...FACTS, version: '19.2' };
    expect(readBundle(bundle([collection('19.10'), ...SMALL]), facts).version).toBe('19.10');
    expect(readBundle(bundle([collection('9.9'), ...SMALL]), facts).version).toBe('19.2');
  });

  it('dates a bundle that states no version by its latest object', () => {
    const dated = (modified: string) => [
      ...SMALL.slice(0, -2),
      technique('T9008', 'Late', ['mischief'], { modified }),
    ];
    const older = readBundle(bundle(dated('2025-11-12T00:00:00Z')), FACTS);
    const newer = readBundle(bundle(dated('2026-10-28T00:00:00Z')), FACTS);
    expect(older.version).toBe('5.0');
    expect(newer.version).toBe('unknown');
    expect(newer.techniques.has('T9008')).toBe(true);
  });

  it('leaves out objects of other domains', () => {
    const mobile = technique('T9009', 'Tap', ['approach'], { x_mitre_domains: ['mobile-attack'] });
    expect(readBundle(bundle([...SMALL, mobile]), null).techniques.has('T9009')).toBe(false);
  });

  it('reads strategies, analytics and the data components of their log sources', () => {
    const attack = readBundle(
      bundle([
        ...SMALL,
        object('x-mitre-data-component', 'DC9001', 'Footsteps'),
        {
          type: 'x-mitre-analytic',
          id: 'x-mitre-analytic--1',
          description: 'Listen at the door. (Citation: Ear)',
          x_mitre_platforms: ['Linux'],
          x_mitre_log_source_references: [
            {
              x_mitre_data_component_ref: 'x-mitre-data-component--DC9001',
              name: 'floor:boards',
              channel: 'creak',
            },
          ],
        },
        object('x-mitre-detection-strategy', 'DET9001', 'Hear Tiptoeing', {
          x_mitre_analytic_refs: ['x-mitre-analytic--1', 'x-mitre-analytic--gone'],
        }),
        relation('detects', 'x-mitre-detection-strategy--DET9001', 'attack-pattern--T9001'),
      ]),
      null,
    );
    const read = attack.techniques.get('T9001');
    expect(read?.detections).toMatchObject([
      { id: 'DET9001', name: 'Hear Tiptoeing', text: 'Linux: Listen at the door.' },
    ]);
    expect(read?.dataComponents).toMatchObject([
      { id: 'DC9001', name: 'Footsteps', text: 'floor:boards creak' },
    ]);
  });

  it('reads the data sources and the detection text of bundles before 18', () => {
    const old = [
      tactic('TA9001', 'approach', 'Approach'),
      technique('T9001', 'Tiptoe', ['approach'], {
        x_mitre_data_sources: ['Process: Process Creation'],
        x_mitre_detection: 'Listen for <code>creaks</code>.',
      }),
    ];
    const read = readBundle(bundle(old), null).techniques.get('T9001');
    expect(read?.dataComponents[0]?.name).toBe('Process: Process Creation');
    expect(read?.detections[0]?.text).toBe('Listen for creaks.');
  });

  it('lists mitigations, and the latest groups and software with what they are cited from', () => {
    const cited = (name: string, modified: string) => ({
      modified,
      description: `${name} has tiptoed. (Citation: Report)`,
      external_references: [{ source_name: 'Report', url: 'https://example.org/report' }],
    });
    const attack = readBundle(
      bundle([
        ...SMALL,
        object('course-of-action', 'M9001', 'Carpet'),
        object('intrusion-set', 'G9001', 'The Mice'),
        object('intrusion-set', 'G9002', 'The Cats'),
        object('tool', 'S9001', 'Socks'),
        relation('mitigates', 'course-of-action--M9001', 'attack-pattern--T9001'),
        relation('uses', 'intrusion-set--G9001', 'attack-pattern--T9001', cited('Mice', '2020')),
        relation('uses', 'intrusion-set--G9002', 'attack-pattern--T9001', cited('Cats', '2024')),
        relation('uses', 'tool--S9001', 'attack-pattern--T9001'),
      ]),
      null,
    );
    const read = attack.techniques.get('T9001');
    expect(read?.mitigations.map(({ name }) => name)).toEqual(['Carpet']);
    expect(read?.groups.map(({ name }) => name)).toEqual(['The Cats', 'The Mice']);
    expect(read?.groups[0]).toMatchObject({
      text: 'Cats has tiptoed.',
      source: { name: 'Report', url: 'https://example.org/report' },
    });
    expect(read?.software.map(({ id }) => id)).toEqual(['S9001']);
    expect(read?.known).toEqual({ groups: 2, software: 1 });
    expect(attack.others.get('G9001')?.name).toBe('The Mice');
  });
});
