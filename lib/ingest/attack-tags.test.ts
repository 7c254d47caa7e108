import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

let fixture: Fixture;
beforeEach(() => {
  fixture = makeFixture();
});
afterEach(() => fixture.remove());

const issueCodes = () =>
  fixture.read(async (catalog) => {
    const { issues } = await catalog.syncRun.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { issues: true },
    });
    return issues.map(({ code, path: file, line }) => ({ code, path: file, line }));
  });

describe('ATT&CK tags', () => {
  it('count a revoked technique as its successor, and keep the original tag', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a, { tags: ['attack.t1562.001'] }));
    await fixture.sync();
    const rows = await fixture.read((catalog) => catalog.ruleTechnique.findMany());
    expect(rows).toEqual([{ ruleId: ID.a, techniqueId: 'T1685', tag: 'attack.t1562.001' }]);
    const revoked = await fixture.read((catalog) =>
      catalog.technique.findUnique({ where: { id: 'T1562.001' } }),
    );
    expect(revoked).toMatchObject({ revoked: true, successorId: 'T1685' });
  });

  it('are reported when they name nothing', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a, { tags: ['attack.t9999', 'cve.2026-1'] }));
    await fixture.sync();
    expect(await issueCodes()).toContainEqual({
      code: 'ingest/unknown-tag',
      path: 'rules/a.yml',
      line: 8,
    });
  });

  it('are reported one by one up to 20, and the rest as a number', async () => {
    const tags = Array.from({ length: 2_000 }, (_, at) => `attack.t9${at}`);
    fixture.put('rules/a.yml', plainRule(ID.a, { tags }));
    await fixture.sync();
    const codes = (await issueCodes()).map(({ code }) => code);
    expect(codes.filter((code) => code === 'ingest/unknown-tag')).toHaveLength(21);
  });

  it('are resolved against the facts when the bundle cannot be fetched', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    const summary = await fixture.sync({
      attack: 'http://127.0.0.1:9/bundle.json',
      http: { tries: 1 },
    });
    expect(summary.attack).toEqual({ version: '19.2', source: 'content/attack' });
    expect((await issueCodes()).map((each) => each.code)).toContain('ingest/attack-not-fetched');
  });

  it('stay on a rule that can no longer be read when ATT&CK changes', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    fixture.put('rules/b.yml', plainRule(ID.b));
    await fixture.sync();
    fixture.put('rules/b.yml', ': [');
    fixture.put('../other.json', '{"type":"bundle","id":"bundle--1","objects":[]}');
    const { changes } = await fixture.sync({ attack: path.join(fixture.folder, 'other.json') });
    expect(changes).toMatchObject({ kept: 1 });
    const [techniques, tactics] = await fixture.read((catalog) =>
      Promise.all([
        catalog.ruleTechnique.findMany({ where: { ruleId: ID.b } }),
        catalog.ruleTactic.findMany({ where: { ruleId: ID.b } }),
      ]),
    );
    expect(techniques).toMatchObject([{ techniqueId: 'T1059.001', tag: 'attack.t1059.001' }]);
    expect(tactics).toMatchObject([{ shortName: 'execution' }]);
  });
});
