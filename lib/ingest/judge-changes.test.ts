import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeDetail } from '@/lib/catalog/stored/change-detail';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

let fixture: Fixture;
beforeEach(() => {
  fixture = makeFixture();
});
afterEach(() => fixture.remove());

/** The meaning of the last sync's change of each rule, and what shows it. */
const changes = () =>
  fixture.read(async (catalog) => {
    const last = await catalog.syncRun.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const rows = await catalog.ruleChange.findMany({ where: { syncId: last.id } });
    return Object.fromEntries(
      rows.map(({ ruleId, meaning, detail }) => [
        ruleId,
        { meaning, ...changeDetail.read(detail, ruleId) },
      ]),
    );
  });

const ruleWith = (id: string, values: string, title = 'T') =>
  plainRule(id, { title }).replace(
    /selection:\n.*?condition/s,
    `selection:\n        CommandLine: [${values}]\n    condition`,
  );

describe('a sync of changed rules', () => {
  it('stores what each change means, with an event that shows it', async () => {
    fixture.put('rules/a.yml', ruleWith(ID.a, 'one, two'));
    fixture.put('rules/b.yml', ruleWith(ID.b, 'one'));
    fixture.put('rules/c.yml', ruleWith(ID.c, 'one'));
    await fixture.sync();
    expect(await changes()).toEqual({});
    fixture.put('rules/a.yml', ruleWith(ID.a, 'two, three'));
    fixture.put('rules/b.yml', ruleWith(ID.b, 'one', 'Another title'));
    fixture.put('rules/c.yml', null);
    fixture.put('rules/moved.yml', ruleWith(ID.c, 'one'));
    await fixture.sync();
    expect(await changes()).toEqual({
      [ID.a]: {
        meaning: 'both',
        onlyBefore: { CommandLine: 'one' },
        onlyAfter: { CommandLine: 'three' },
        reason: null,
      },
      [ID.b]: { meaning: 'text-only', onlyBefore: null, onlyAfter: null, reason: null },
    });
  });

  it('compares a rule that is back with its last text', async () => {
    fixture.put('rules/a.yml', ruleWith(ID.a, 'one'));
    fixture.put('rules/b.yml', ruleWith(ID.b, 'one'));
    await fixture.sync();
    fixture.put('rules/a.yml', null);
    await fixture.sync();
    fixture.put('rules/a.yml', ruleWith(ID.a, 'one, two'));
    await fixture.sync();
    expect(await changes()).toMatchObject({ [ID.a]: { meaning: 'wider' } });
  });

  it('leaves undecided what it cannot read', async () => {
    const unreadable = ruleWith(ID.a, 'one').replace(/condition: .*/, 'condition: nothing');
    fixture.put('rules/b.yml', ruleWith(ID.b, 'one'));
    fixture.put('unsupported/a.yml', unreadable);
    await fixture.sync();
    fixture.put('unsupported/a.yml', unreadable.replace('title: T', 'title: U'));
    await fixture.sync();
    expect(await changes()).toMatchObject({
      [ID.a]: {
        meaning: 'undecided',
        reason: 'The logic of one of the two versions cannot be read.',
      },
    });
  });
});
