import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceLine } from '@/lib/translate';
import { chooseDetails, shortName } from './choose-details';
import { FACTS, knowledge } from './made-deployable-fixture';

const trace = (column: string): TraceLine => ({
  selection: 's',
  field: 'f',
  modifiers: [],
  value: 'v',
  column,
  operator: '==',
  quality: 'exact',
  sources: [],
  sigmaSpan: { start: 0, end: 1 },
  kqlLines: [1],
});

describe('chooseDetails', () => {
  const entry = knowledge.entities.get('SecurityEvent') ?? null;

  it('shows what the rule tests after what the table’s entry names, each column once', () => {
    const facts = { ...FACTS, tests: ['EventID', 'SubjectUserName', 'TargetOutboundUserName'] };
    const lines = ['EventID', 'TargetOutboundUserName', 'SubjectUserName', 'SubjectUserName'].map(
      trace,
    );
    expect(chooseDetails(facts, entry, lines)).toEqual([
      { name: 'EventID', column: 'EventID' },
      { name: 'Activity', column: 'Activity' },
      { name: 'CommandLine', column: 'CommandLine' },
      { name: 'ParentImage', column: 'ParentProcessName' },
      { name: 'OutboundUserName', column: 'TargetOutboundUserName' },
      { name: 'SubjectUserName', column: 'SubjectUserName' },
    ]);
  });

  it('shows no expression, and no column that the result does not have', () => {
    const lines = ['tostring(x)', 'Gone', '_ResourceId'].map(trace);
    expect(chooseDetails({ ...FACTS, tests: ['_ResourceId'] }, null, lines)).toEqual([]);
  });

  it('shows a tested column that the query makes of others', () => {
    const facts = { ...FACTS, columns: ['ScriptBlockText', 'Path'], tests: ['ScriptBlockText'] };
    const lines = [trace("extract('x', 1, EventData)")];
    expect(chooseDetails(facts, null, lines)).toEqual([
      { name: 'ScriptBlockText', column: 'ScriptBlockText' },
    ]);
  });

  it('shows eight tested columns at most', () => {
    const names = Array.from({ length: 20 }, (_, at) => `Column${at}`);
    expect(chooseDetails({ ...FACTS, tests: names }, null, names.map(trace))).toHaveLength(8);
  });
});

describe('shortName', () => {
  it.each([
    ['FileName', 'FileName'],
    ['ProcessVersionInfoOriginalFileName', 'InfoOriginalFileName'],
    ['Image_', 'Image'],
    ['requestParameters_containerDefinitions', 'containerDefinitions'],
    ['a'.repeat(30), 'a'.repeat(20)],
  ])('shortens %s to %s', (column, name) => {
    expect(shortName(column)).toBe(name);
  });

  it('gives a name that Sentinel takes, whatever the column', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]\w{0,60}$/), (column) => {
        expect(shortName(column)).toMatch(/^[A-Za-z]\w{0,19}$/);
      }),
    );
  });
});
