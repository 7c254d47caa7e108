import { describe, expect, it } from 'vitest';
import { collectionsOf, isInFeed, roleOf } from './layout';

describe('collectionsOf', () => {
  it('names a collection after its top-level folder', () => {
    const paths = ['rules/a.yml', 'rules-dfir/b.yml', 'deprecated/c.yml', 'unsupported/d.yml'];
    expect([...collectionsOf(paths).values()]).toEqual([
      'rules',
      'rules-dfir',
      'deprecated',
      'unsupported',
    ]);
  });

  it('ignores files outside the collections', () => {
    const collections = collectionsOf(['rules/a.yml', 'other/b.yml', 'c.yml']);
    expect(collections.get('other/b.yml')).toBeNull();
    expect(collections.get('c.yml')).toBeNull();
  });

  it('treats a folder without collections as one collection', () => {
    expect([...collectionsOf(['a.yml', 'windows/b.yml']).values()]).toEqual(['rules', 'rules']);
  });
});

describe('isInFeed', () => {
  it('excludes deprecated and unsupported rules', () => {
    expect(['rules', 'rules-placeholder', 'deprecated', 'unsupported'].map(isInFeed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('roleOf', () => {
  it.each([
    ['rules/windows/a.yml', 'rule'],
    ['rules/a.YAML', 'rule'],
    ['regression_data/rules/a/1.json', 'sample'],
    ['events/1.json', 'sample'],
    ['regression_data/rules/a/info.yml', null],
    ['.github/workflows/test.yml', null],
    ['tests/thor.yml', null],
    ['deprecated/deprecated.json', null],
    ['rules/README.md', null],
  ])('classifies %s as %s', (path, role) => {
    expect(roleOf(path)).toBe(role);
  });
});
