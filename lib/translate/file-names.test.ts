import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readKnowledge, readMappingTexts } from '@/lib/knowledge';
import { columnsOf, compileQuery } from '@/lib/kql';
import { parseRules } from '@/lib/sigma';
import { createTranslator } from '.';
import { presetsFile } from './mapping/file-schema';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function queryOf(selection: string): string {
  const [document] = parseRules(`title: T
logsource: { product: windows, category: process_creation }
detection: { s: ${selection}, condition: s }
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(document.rule, 'defender-xdr').kql ?? '';
}

describe('a test for a file name', () => {
  it.each([
    [String.raw`{Image|endswith: '\wmic.exe'}`, 'FileName =~ "wmic.exe"'],
    [String.raw`{Image|endswith|cased: '\Wmic.exe'}`, 'FileName == "Wmic.exe"'],
    [
      String.raw`{ParentImage: ['*\a.exe', '*\b.exe']}`,
      'InitiatingProcessFileName in~ ("a.exe", "b.exe")',
    ],
    [
      String.raw`{GrandParentImage|endswith: '\a.exe'}`,
      'InitiatingProcessParentFileName =~ "a.exe"',
    ],
  ])('compares the column of the name: %s', (selection, expected) => {
    expect(queryOf(selection)).toContain(expected);
  });

  it.each([
    [String.raw`{Image|endswith: '\Temp\a.exe'}`, String.raw`FolderPath endswith @"\Temp\a.exe"`],
    [`{Image|endswith: 'a.exe'}`, 'FolderPath endswith "a.exe"'],
    [String.raw`{Image|endswith: '\Temp\'}`, String.raw`FolderPath endswith @"\Temp\"`],
    [String.raw`{Image|endswith: '\a.exe:b'}`, String.raw`FolderPath endswith @"\a.exe:b"`],
    [String.raw`{Image|contains: '\a.exe'}`, String.raw`FolderPath contains @"\a.exe"`],
  ])('stays a test of the path where it asks for more or less: %s', (selection, expected) => {
    expect(queryOf(selection)).toContain(expected);
  });

  it('finds the same rows as a test of the path', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aA.é ('), minLength: 1, maxLength: 3 });
    const folder = fc.constantFrom('C:\\', 'C:\\a\\', '\\', '\\\\h\\a.a\\', 'a:\\A\\');
    fc.assert(
      fc.property(name, fc.array(fc.tuple(folder, name), { maxLength: 8 }), (wanted, paths) => {
        const quoted = `'\\${wanted.replaceAll("'", "''")}'`;
        const count = (kql: string) =>
          compileQuery(kql, { schemas, target: 'defender-xdr' }).count({
            DeviceProcessEvents: paths.map(([start, end]) => ({
              ActionType: 'ProcessCreated',
              FolderPath: start + end,
              FileName: end,
            })),
          });
        const kql = queryOf(`{Image|endswith: ${quoted}}`);
        const literal = `\\${wanted}`.replaceAll('\\', '\\\\');
        const byPath = /matches regex/.test(kql)
          ? kql
          : `DeviceProcessEvents | where FolderPath endswith "${literal}"`;
        expect(count(kql)).toBe(count(byPath));
      }),
      { numRuns: 60 },
    );
  });

  it('has tables and columns that exist', () => {
    const text = readMappingTexts().find(({ path }) => path === 'presets.yml')?.text ?? '';
    const { fileNames = [] } = presetsFile.parse(load(text));
    for (const { name, tables, sources } of fileNames) {
      for (const table of tables)
        expect(columnsOf(schemas, 'defender-xdr', table)).toHaveProperty(name);
      for (const id of sources) expect(mappings.sources.has(id)).toBe(true);
    }
  });
});
