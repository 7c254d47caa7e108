import { describe, expect, it } from 'vitest';
import { collectionsOf, isInFeed, roleOf } from './layout';

describe('collectionsOf', () => {
  it('names the collection by the folder at the top', () => {
    const paths = ['rules/a.yml', 'rules-dfir/b.yml', 'deprecated/c.yml', 'unsupported/d.yml'];
    expect([...collectionsOf(paths).values()]).toEqual([
      'rules',
      'rules-dfir',
      'deprecated',
      'unsupported',
    ]);
  });

  it('leaves out files beside the collections', () => {
    const collections = collectionsOf(['rules/a.yml', 'other/b.yml', 'c.yml']);
    expect(collections.get('other/b.yml')).toBeNull();
    expect(collections.get('c.yml')).toBeNull();
  });

  it('takes a folder without collections as one', () => {
    expect([...collectionsOf(['a.yml', 'windows/b.yml']).values()]).toEqual(['rules', 'rules']);
  });
});

describe('isInFeed', () => {
  it('keeps deprecated and unsupported rules out', () => {
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
  ])('takes %s as %s', (path, role) => {
    expect(roleOf(path)).toBe(role);
  });
});
