import { describe, expect, it } from 'vitest';
import { readKnowledge, readMappingTexts } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { readYamlFile } from '@/lib/yaml-file';
import { createTranslator } from './index';
import { resultsFile } from './mapping/file-schema';

const knowledge = readKnowledge();
const translator = createTranslator(knowledge);

function queryOf(logsource: string, selection: string, target: Target): string {
  const text = `title: T\nlogsource: {${logsource}}\ndetection:\n    s: ${selection}\n    condition: s\n`;
  const [document] = parseRules(text);
  const rule = document?.rule;
  if (!rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(rule, target, new Map()).kql ?? '';
}

function shown(query: string): string[] {
  const [, list = ''] = query.split('| project-reorder ');
  return list.split(',').map((name) => name.trim());
}

const PROCESS = 'category: process_creation, product: windows';

describe('the result of a query', () => {
  it('begins with time, host and account, and ends with the ids of a Defender record', () => {
    const names = shown(queryOf(PROCESS, '{Image: x}', 'defender-xdr'));
    expect(names.slice(0, 2)).toEqual(['Timestamp', 'DeviceName']);
    expect(names).toEqual(expect.arrayContaining(['AccountName', 'ProcessCommandLine']));
    expect(names.slice(-2)).toEqual(['ReportId', 'DeviceId']);
  });

  it('has each column once, and every one that the rule tests', () => {
    const names = shown(queryOf(PROCESS, '{CommandLine: x, Company: y}', 'sentinel-asim'));
    expect(names).toEqual(
      expect.arrayContaining(['TargetProcessCommandLine', 'TargetProcessFileCompany']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('parses what describes the event where rows are text', () => {
    const query = queryOf(PROCESS, '{Image: x}', 'sentinel');
    expect(query).toContain(
      `ParentCommandLine = extract(@'<Data Name="ParentCommandLine">([^<]*)</Data>', 1, EventData)`,
    );
    expect(shown(query)).toEqual([
      ...['TimeGenerated', 'Computer', 'EventID'],
      ...['User', 'Image', 'CommandLine', 'ParentImage', 'ParentCommandLine'],
    ]);
  });

  it('computes a field once, whether or not the rule tests it', () => {
    const query = queryOf(PROCESS, '{ParentImage: x}', 'sentinel');
    expect(query.match(/ParentImage = extract/g)).toHaveLength(1);
  });

  it('shows the message that keywords are looked for in, not the text made of it', () => {
    const names = shown(queryOf('product: linux, service: sshd', '[x]', 'sentinel'));
    expect(names).toContain('SyslogMessage');
    expect(names).not.toContain('EventText');
  });

  it('shows the columns of which the text with the keywords is made', () => {
    const names = shown(
      queryOf('product: windows, service: application', '[mimikatz]', 'sentinel'),
    );
    expect(names).toEqual(expect.arrayContaining(['EventData', 'RenderedDescription']));
    const code = shown(queryOf('category: application, product: django', '[x]', 'sentinel'));
    expect(code).toEqual(expect.arrayContaining(['AppRoleName', 'ExceptionType', 'OuterMessage']));
  });

  it('shows the text of an event that no field describes', () => {
    const names = shown(queryOf('product: windows, service: system', '{EventID: 7}', 'sentinel'));
    expect(names).toContain('RenderedDescription');
    expect(shown(queryOf(PROCESS, '{Image: x}', 'sentinel'))).not.toContain('RenderedDescription');
  });

  it('names the account and keeps the ids of a record where a table has columns of its own', () => {
    const logsource = 'category: registry_set, product: windows';
    const names = shown(queryOf(logsource, '{TargetObject: x}', 'defender-xdr'));
    expect(names).toEqual(
      expect.arrayContaining(['InitiatingProcessAccountName', 'RegistryValueData']),
    );
    expect(names.slice(-2)).toEqual(['ReportId', 'DeviceId']);
    const wmi = shown(
      queryOf('category: wmi_event, product: windows', '{EventID: 21}', 'defender-xdr'),
    );
    expect(wmi).toContain('AdditionalFields');
    expect(wmi).not.toContain('RemoteUrl');
  });
});

it('results.yml names columns and tables that mappings have', () => {
  const file = readMappingTexts().find(({ path }) => path === 'results.yml');
  const read = file && readYamlFile(file, resultsFile, []);
  const variants = knowledge.mappings.all.flatMap((mapping) => mapping.variants);
  const columns = new Set(variants.flatMap((variant) => Object.keys(variant.columns)));
  const tables = new Set(variants.map(({ table }) => table));
  const named = [...(read?.columns.flat() ?? []), ...(read?.last ?? [])];
  const own = Object.entries(read?.tables ?? {}).flatMap(([table, names]) => {
    const having = variants.filter((one) => one.table === table);
    return names.flatMap((name) =>
      having.some(({ columns }) => Object.hasOwn(columns, name)) ? [] : `${table}.${name}`,
    );
  });
  const messages = Object.entries(read?.messages ?? {}).filter(
    ([table, name]) =>
      !variants.some((one) => one.table === table && Object.hasOwn(one.columns, name)),
  );
  expect(own).toEqual([]);
  expect(messages).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !columns.has(name))).toEqual([]);
  expect(read?.parsed.filter((table) => !tables.has(table))).toEqual([]);
});
