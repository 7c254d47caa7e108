import { expect, it } from 'vitest';
import { createWorkbench } from './workbench';

const vocabulary = createWorkbench().vocabulary();

it('knows the fields of a log source from its mappings and from the taxonomy', () => {
  const found = vocabulary.logSources.filter(
    ({ product, category }) => product === 'windows' && category === 'process_creation',
  );
  expect(found).toHaveLength(1);
  expect(found[0]?.name).toMatch(/process/);
  expect(found[0]?.fields).toEqual(expect.arrayContaining(['CommandLine', 'ParentImage', 'User']));
});

it('has Sigma’s words and ATT&CK’s tags', () => {
  expect(vocabulary.keys).toEqual(expect.arrayContaining(['title', 'detection', 'correlation']));
  expect(vocabulary.modifiers).toEqual(expect.arrayContaining(['contains', 'all', 're']));
  expect(vocabulary.tags).toContainEqual({ tag: 'attack.t1059.001', name: 'PowerShell' });
  expect(vocabulary.tags).toContainEqual({ tag: 'attack.execution', name: 'Execution' });
});
