import { describe, expect, it } from 'vitest';
import { findEntries } from './palette';
import type { IndexedRule, RuleIndex } from './rule-index';

const rule = (id: string, title: string) => ({ id, title, level: 'high' }) as IndexedRule;
const index: Pick<RuleIndex, 'rules' | 'techniques'> = {
  rules: [
    rule('a1', 'Remote Access Tool - ScreenConnect Temporary File'),
    rule('b2', 'Suspicious Mimikatz Usage'),
  ],
  techniques: new Map([
    [
      'T1059.001',
      {
        id: 'T1059.001',
        name: 'PowerShell',
        parentId: 'T1059',
        tactics: [],
        platforms: [],
        known: { groups: 0, software: 0 },
      },
    ],
  ]),
};
const found = (query: string) => findEntries(index, query).map(({ href }) => href);

describe('the palette', () => {
  it('finds pages, techniques and rules by every word of their name, then offers the search', () => {
    expect(found('screenconnect temporary')).toEqual(['/rules/a1', '/?q=screenconnect+temporary']);
    expect(found('T1059')).toEqual(['/techniques/T1059.001', '/?q=T1059']);
    expect(found('status')).toEqual(['/status', '/?q=status']);
  });

  it('puts the best match first: the whole name, then whole words, then beginnings, the shortest first', () => {
    const titles = [
      'Suspicious Mimikatzen',
      'HackTool - Mimikatz Execution',
      'Mimikatz Use',
      'PowerShell Download',
    ];
    const many = { ...index, rules: titles.map((title) => rule(title, title)) };
    const names = (query: string) => findEntries(many, query).map(({ name }) => name);
    expect(names('mimikatz').slice(0, 3)).toEqual([titles[2], titles[1], titles[0]]);
    expect(names('powershell').slice(0, 2)).toEqual(['PowerShell', titles[3]]);
    expect(names('mimi exec')[0]).toBe(titles[1]);
  });

  it('forgives a slip in a word that no name has', () => {
    expect(found('screnconnect tempoary file')[0]).toBe('/rules/a1');
    expect(found('mimiktaz')[0]).toBe('/rules/b2');
    expect(found('powershlel')[0]).toBe('/techniques/T1059.001');
  });

  it('offers only the search for what no name is like', () => {
    expect(findEntries(index, 'comsvcs  dump')).toEqual([
      {
        kind: 'search',
        name: 'Search the feed for “comsvcs  dump”',
        detail: '',
        href: '/?q=comsvcs++dump',
      },
    ]);
  });

  it('offers the pages for nothing', () => {
    expect(found(' ')).toContain('/coverage');
    expect(found(' ').some((href) => href.startsWith('/?q='))).toBe(false);
  });
});
