import { describe, expect, it, vi } from 'vitest';
import { readRules } from './read-rules';
import { ID, plainRule } from './sync-fixture';

vi.mock('../sigma', async (load) => {
  const sigma = await load<typeof import('../sigma')>();
  return {
    ...sigma,
    parseRules: (text: string) => {
      if (text.includes('defect')) throw new RangeError('too deep\n  at parse');
      return sigma.parseRules(text);
    },
  };
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readRules', () => {
  it('gives up on a file that cannot be read because of a defect, and reads the others', () => {
    const files = [
      { path: 'rules/a.yml', bytes: bytes(plainRule(ID.a, { title: 'defect' })) },
      { path: 'rules/b.yml', bytes: bytes(plainRule(ID.b)) },
    ];
    const { rules, issues, unreadablePaths } = readRules(files, []);
    expect(rules.map(({ id }) => id)).toEqual([ID.b]);
    expect([...unreadablePaths]).toEqual(['rules/a.yml']);
    expect(issues).toMatchObject([
      {
        code: 'ingest/step-failed',
        path: 'rules/a.yml',
        ruleId: null,
        message: 'The reading failed: too deep',
      },
    ]);
  });
});
