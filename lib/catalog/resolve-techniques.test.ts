import { describe, expect, it } from 'vitest';
import { parseFeedFilter } from './feed-filter';
import { resolveTechniques } from './resolve-techniques';
import type { RuleIndex } from './rule-index';

const technique = (id: string, name: string) => ({
  id,
  name,
  parentId: null,
  tactics: [],
  platforms: [],
  known: { groups: 0, software: 0 },
});
const index: RuleIndex = {
  state: '1 completed',
  syncId: 1,
  syncedAt: new Date(0),
  rules: [],
  byId: new Map(),
  techniques: new Map([
    ['T1685', technique('T1685', 'Disable or Modify Tools')],
    ['T1059', technique('T1059', 'Command and Scripting Interpreter')],
  ]),
  successors: new Map([['T1562.001', 'T1685']]),
  former: {
    tactics: new Map(),
    techniques: new Map([['old-name', { was: 'Old Name', now: ['T1685'] }]]),
  },
  tactics: [],
  sources: new Map(),
  tables: [],
  neededTables: [],
};

const resolve = (asked: string) =>
  resolveTechniques(index, { ...parseFeedFilter({}), technique: [asked] });

describe('resolveTechniques', () => {
  it('accepts an id in any letter case, and words of a name', () => {
    expect(resolve('t1059').filter.technique).toEqual(['T1059']);
    expect(resolve('modify tools').filter.technique).toEqual(['T1685']);
  });

  it('replaces a revoked id with its successor, with a note', () => {
    const { filter, mistakes } = resolve('t1562.001');
    expect(filter.technique).toEqual(['T1685']);
    expect(mistakes[0]?.text).toContain('T1685');
  });

  it('replaces a former name with the technique that has another now, with a note', () => {
    const { filter, mistakes } = resolve('Old Name');
    expect(filter.technique).toEqual(['T1685']);
    expect(mistakes).toEqual([
      {
        text: 'ATT&CK calls “Old Name” Disable or Modify Tools (T1685) now. Showing rules for it.',
      },
    ]);
  });

  it('matches no rule for a name that no technique has', () => {
    const { filter, mistakes } = resolve('nosuchthing');
    expect(filter.technique).toEqual(['nosuchthing']);
    expect(mistakes).toHaveLength(1);
  });
});
