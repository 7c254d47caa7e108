import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { contentJson, contentText } from '@/lib/content';
import { tableConnector } from './table-connectors';

it('names what fills a table, for each service', () => {
  expect(tableConnector('sentinel', 'SecurityEvent')?.name).toBe('Windows Security Events via AMA');
  expect(tableConnector('sentinel', 'DeviceInfo')?.name).toBe('Microsoft Defender XDR');
  expect(tableConnector('defender', 'DeviceInfo')?.name).toBe('Microsoft Defender for Endpoint');
  expect(tableConnector('defender', 'SecurityEvent')).toBeNull();
});

it('names tables that the schemas know, each once', () => {
  const file = load(contentText('table-connectors.yml')) as Record<
    'sentinel' | 'defender',
    { tables: string[] }[]
  >;
  const known = {
    sentinel: Object.keys(contentJson('schemas/log-analytics.json') as object),
    defender: Object.keys(contentJson('schemas/defender-xdr.json') as object),
  };
  for (const service of ['sentinel', 'defender'] as const) {
    const tables = file[service].flatMap((each) => each.tables);
    expect(tables.filter((name) => !known[service].includes(name))).toEqual([]);
    expect(new Set(tables).size).toBe(tables.length);
  }
});
