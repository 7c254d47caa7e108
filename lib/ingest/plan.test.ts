import { describe, expect, it } from 'vitest';
import { mergeSources, type ReadSources } from './merge-sources';
import { countChanges, planSync, type StoredRule } from './plan';
import { readRules } from './read-rules';
import { makeRule } from './source/archive-fixture';
import { ID } from './sync-fixture';

function read(files: Record<string, string>): ReadSources {
  const source = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return mergeSources([{ sourceId: 'source', read: readRules(source, []) }]);
}

function stored(files: Record<string, string>, removed: readonly string[] = []): StoredRule[] {
  return read(files).rules.map(({ id, path, collection, contentHash }) => ({
    id,
    path,
    sourceId: 'source',
    collection,
    contentHash,
    readable: true,
    removed: removed.includes(id),
    derivedHash: '',
    proofHash: '',
    enrichedHash: '',
  }));
}

describe('planSync', () => {
  it('counts a rule that moved and changed as both', () => {
    const plan = planSync(
      read({ 'rules/new.yml': makeRule(ID.a, 'New title') }),
      stored({ 'rules/old.yml': makeRule(ID.a, 'Old title') }),
    );
    expect(plan.rules.map(({ change, moved }) => [change, moved])).toEqual([['changed', true]]);
    expect(countChanges(plan)).toMatchObject({ changed: 1, renamed: 1, new: 0, removed: 0 });
  });

  it('recognizes a rule that moved to another collection', () => {
    const plan = planSync(
      read({ 'deprecated/a.yml': makeRule(ID.a) }),
      stored({ 'rules/a.yml': makeRule(ID.a) }),
    );
    expect(countChanges(plan)).toMatchObject({ renamed: 1, removed: 0, new: 0 });
  });

  it('does not remove a rule twice', () => {
    const before = stored({ 'rules/a.yml': makeRule(ID.a), 'rules/b.yml': makeRule(ID.b) }, [ID.b]);
    const plan = planSync(read({ 'rules/a.yml': makeRule(ID.a) }), before);
    expect(plan.removed).toEqual([]);
  });

  it('replaces an unreadable version with a newer unreadable one', () => {
    const broken = makeRule(ID.a).replace('condition: selection', 'condition: (');
    const before = stored({ 'rules/a.yml': makeRule(ID.a) }).map((rule) => ({
      ...rule,
      readable: false,
    }));
    expect(countChanges(planSync(read({ 'rules/a.yml': broken }), before))).toMatchObject({
      changed: 1,
      kept: 0,
    });
  });
});
