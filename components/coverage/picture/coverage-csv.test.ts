import { expect, it } from 'vitest';
import { coverage } from '@/lib/attack';
import { coverageCsv } from './coverage-csv';

it('has a line for each technique and sub-technique of a tactic', () => {
  const technique = (id: string, name: string, parentId: string | null = null) =>
    [id, { id, name, parentId, tactics: ['impact'] }] as const;
  const matrix = {
    tactics: [{ shortName: 'impact', name: 'Impact' }],
    techniques: new Map([
      technique('T1', '=Wipe, all'),
      technique('T1.001', 'Disk', 'T1'),
      technique('T2', 'Other'),
    ]),
  };
  const rule = { techniques: ['T1.001'], level: 'high', translated: true, proven: false };
  expect(coverageCsv(coverage(matrix, [rule])).split('\r\n')).toEqual([
    'tactic,technique,parent,name,rules,translated,proven,critical,high,medium,low,informational',
    `Impact,T1,,"'=Wipe, all",1,1,0,0,1,0,0,0`,
    'Impact,T1.001,T1,Disk,1,1,0,0,1,0,0,0',
    'Impact,T2,,Other,0,0,0,0,0,0,0,0',
    '',
  ]);
});
