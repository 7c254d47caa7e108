import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { attackFromFacts, readBundle, readFacts, resolveTag } from './index';

const root = join(import.meta.dirname, '../..');
const reference = join(root, '../shared/reference/attack');
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const facts = readFacts(read(join(root, 'content/attack/attack-19.2.json')));
const present = existsSync(join(reference, 'enterprise-attack-18.1.json'));
const needs = present ? '' : ' (skipped: ../shared/reference/attack is not there)';

describe('the committed facts', () => {
  const attack = attackFromFacts(facts);

  it('are consistent: parents, tactics and successors exist', () => {
    expect([attack.version, attack.tactics.length, attack.techniques.size]).toEqual([
      '19.2',
      15,
      697,
    ]);
    const shortNames = new Set(attack.tactics.map(({ shortName }) => shortName));
    for (const { parentId, tactics } of attack.techniques.values()) {
      if (parentId) expect(attack.techniques.has(parentId)).toBe(true);
      expect(tactics.length).toBeGreaterThan(0);
      for (const tactic of tactics) expect(shortNames.has(tactic)).toBe(true);
    }
    const successors = [...attack.revoked.values()].filter(({ successor }) => successor);
    expect([attack.revoked.size, successors.length]).toEqual([161, 149]);
    for (const { successor } of successors) {
      expect(attack.techniques.has(successor ?? '')).toBe(true);
    }
    expect(attack.hasTexts).toBe(false);
  });
});

describe.skipIf(!present)(`the reference files${needs}`, () => {
  it('equal the committed facts', () => {
    const given = read(join(reference, 'attack-v19.json')) as {
      techniques: { id: string; name: string; tactics: string[]; platforms: string[] }[];
      revoked: Record<string, string | null>;
    };
    const attack = attackFromFacts(facts);
    expect(attack.techniques.size).toBe(given.techniques.length);
    for (const { id, name, tactics, platforms } of given.techniques) {
      expect(attack.techniques.get(id)).toMatchObject({ name, tactics, platforms });
    }
    expect(
      Object.fromEntries([...attack.revoked].map(([id, { successor }]) => [id, successor])),
    ).toEqual(given.revoked);
  });

  it('18.1 lends its texts to the facts, quickly', () => {
    const bundle = read(join(reference, 'enterprise-attack-18.1.json'));
    const start = performance.now();
    const attack = readBundle(bundle, facts);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(attack.version).toBe('19.2');
    expect(attack.techniques.size).toBe(697);
    const described = [...attack.techniques.values()].filter(({ description }) => description);
    const borrowed = described.filter(({ description }) => description.startsWith('Of its pred'));
    expect([described.length, borrowed.length]).toEqual([689, 15]);
    expect(attack.techniques.get('T1685')?.description).toMatch(
      /^Of its predecessor .+ \(T1562\.\d+\), ATT&CK says: Adversaries /,
    );
    const shell = attack.techniques.get('T1059.001');
    expect(shell?.detections[0]?.id).toBe('DET0455');
    expect(shell?.known.groups).toBeGreaterThan(50);
    const marked = [...attack.techniques.values()].filter((technique) =>
      /\(Citation:|<code>|LinkById/.test(JSON.stringify(technique)),
    );
    expect(marked.map(({ id }) => id)).toEqual([]);
    expect(attack.diagnostics.map(({ code }) => code)).toEqual(['attack/texts-from-bundle']);
    expect(resolveTag(attack, 'attack.t1562.001')).toMatchObject({
      kind: 'revoked-technique',
      successor: { id: 'T1685' },
    });
  });

  it('uses 18.1 alone without facts', () => {
    const attack = readBundle(read(join(reference, 'enterprise-attack-18.1.json')), null);
    expect([attack.version, attack.tactics.length, attack.techniques.size]).toEqual([
      'unknown',
      14,
      691,
    ]);
    expect(attack.revoked.size).toBe(144);
  });

  it('the 19.2 sample loads alone, and completes the facts', () => {
    const sample = read(join(reference, 'stix-v19-sample.json'));
    const alone = readBundle(sample, null);
    expect([alone.version, alone.tactics.length, alone.techniques.size]).toEqual(['19.2', 15, 31]);
    expect(alone.revoked.size).toBe(4);
    const both = readBundle(sample, facts);
    expect([both.version, both.techniques.size, both.hasTexts]).toEqual(['19.2', 697, true]);
  });
});
