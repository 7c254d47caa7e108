import { describe, expect, it } from 'vitest';
import type { RuleVocabulary } from '@/lib/workbench/rule-vocabulary';
import { completionsAt } from './complete-rule';

const windows = (category: string | null, service: string | null, fields: string[]) => ({
  product: 'windows',
  category,
  service,
  name: `${category ?? service} on Windows`,
  fields,
});

const VOCABULARY: RuleVocabulary = {
  keys: ['title', 'status', 'level', 'logsource', 'detection', 'tags', 'correlation'],
  levels: ['low', 'high'],
  statuses: ['test', 'stable'],
  modifiers: ['all', 'contains', 'endswith'],
  relatedTypes: ['similar'],
  correlationKeys: ['type', 'rules'],
  correlationTypes: ['event_count'],
  logSources: [
    windows('process_creation', null, ['CommandLine', 'Image']),
    windows('file_event', null, ['TargetFilename']),
    windows(null, 'security', ['EventID']),
    { product: 'linux', category: 'process_creation', service: null, name: null, fields: ['exe'] },
  ],
  tags: [{ tag: 'attack.t1059.001', name: 'PowerShell' }],
};

/** The completions at the bar in the text. */
function at(text: string) {
  const offset = text.indexOf('¦');
  const found = completionsAt(text.replace('¦', ''), offset, VOCABULARY);
  return found && { typed: text.slice(found.from, offset), labels: labelsOf(found.options) };
}

const labelsOf = (options: readonly { label: string }[]) => options.map(({ label }) => label);

const RULE = `title: A
logsource:
    product: windows
    category: process_creation
detection:
    selection_one:
        Image|endswith: '\\\\a.exe'
        ¦
    condition: selection_one
`;

describe('keys', () => {
  it('of a rule are those that it does not have yet', () => {
    expect(at('title: A\nle¦\nstatus: test\n')).toEqual({
      typed: 'le',
      labels: ['level', 'logsource', 'detection', 'tags', 'correlation'],
    });
  });

  it('of a log source are its parts', () => {
    expect(at('logsource:\n  product: windows\n  ¦')?.labels).toEqual([
      'category',
      'service',
      'definition',
    ]);
  });

  it('of a selection are the fields of the log source, in a list of maps too', () => {
    expect(at(RULE)?.labels).toEqual(['CommandLine', 'Image']);
    expect(at(RULE.replace('        ¦', '      - Com¦'))).toEqual({
      typed: 'Com',
      labels: ['CommandLine', 'Image'],
    });
  });

  it('of a selection without a known log source are the fields of all that fit', () => {
    expect(at(RULE.replace('    category: process_creation\n', ''))?.labels).toEqual([
      'CommandLine',
      'EventID',
      'Image',
      'TargetFilename',
    ]);
  });

  it('take modifiers that they do not have yet', () => {
    expect(at(RULE.replace('¦', 'Image|contains|a¦'))).toEqual({
      typed: 'a',
      labels: ['all', 'endswith'],
    });
  });

  it('of a correlation are its own', () => {
    expect(at('title: A\ncorrelation:\n  type: event_count\n  ¦')?.labels).toEqual(['rules']);
  });

  it('end with a colon, and with a space where the value follows on the line', () => {
    const { options = [] } = completionsAt('', 0, VOCABULARY) ?? {};
    const inserted = (label: string) => options.find((one) => one.label === label)?.insert;
    expect(inserted('level')).toBe('level: ');
    expect(inserted('logsource')).toBe('logsource:');
  });
});

describe('values', () => {
  it('of a level and of a status are Sigma’s', () => {
    expect(at('level: h¦')).toEqual({ typed: 'h', labels: ['low', 'high'] });
    expect(at('status: ¦')?.labels).toEqual(['test', 'stable']);
  });

  it('of a part of a log source go with its other parts', () => {
    expect(at('logsource:\n  product: windows\n  category: ¦')?.labels).toEqual([
      'file_event',
      'process_creation',
    ]);
    expect(at('logsource:\n  category: process_creation\n  product: ¦')?.labels).toEqual([
      'linux',
      'windows',
    ]);
  });

  it('of tags are ATT&CK’s, also where the list is not indented', () => {
    expect(at('tags:\n    - attack.t1¦')).toEqual({
      typed: 'attack.t1',
      labels: ['attack.t1059.001'],
    });
    expect(at('tags:\n- ¦')?.labels).toEqual(['attack.t1059.001']);
  });

  it('of a condition are the selections, their groups and the words of conditions', () => {
    const found = at(RULE.replace('        ¦\n', '').replace('selection_one\n', 'not sel¦\n'));
    expect(found?.typed).toBe('sel');
    expect(found?.labels).toEqual(expect.arrayContaining(['selection_one', 'selection_*', '1 of']));
    expect(found?.labels).not.toContain('condition');
  });

  it('of a correlation’s rules are the names of the other documents', () => {
    const text = 'title: A\nname: one\n---\ncorrelation:\n  rules:\n    - ¦';
    expect(at(text)?.labels).toEqual(['one']);
  });
});

describe('nothing is offered', () => {
  it.each([
    ['in a comment', '# lev¦'],
    ['in a description', 'description: |\n  lev¦'],
    ['for the values of a field', RULE.replace('¦', 'Image: a¦')],
    ['for a title', 'title: a¦'],
    ['in the items of a field’s list', RULE.replace('¦', 'CommandLine|contains:\n          - a¦')],
  ])('%s', (_, text) => {
    expect(at(text)).toBeNull();
  });
});

it('reads only the document around the place', () => {
  expect(at('level: low\n---\nle¦\n---\nlevel: high')?.labels).toContain('level');
});
