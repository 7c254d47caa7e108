import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { filtersFor } from './parser-filters';

const FILTERS = {
  name_has_any: { column: 'Name', rows: null },
  line_has_any: { column: 'Line', rows: ['Kind == "a" and Product has "x"', 'Kind == "b"'] },
};
const parametersFor = (...where: string[]): string[] => Object.keys(filtersFor(FILTERS, where));

describe('the parameters of a parser that a variant may use', () => {
  it('are those that hold for every row', () => {
    expect(filtersFor(FILTERS, [])).toEqual({ name_has_any: 'Name' });
  });

  it('include those for the rows that its filters ask for', () => {
    const both = ['name_has_any', 'line_has_any'];
    expect(parametersFor('Kind == "b"')).toEqual(both);
    expect(parametersFor('Product has "x" and Kind == "a"')).toEqual(both);
    expect(
      parametersFor('Kind == "a"', 'Product has "x" and (Name == "y" or Name == "z")'),
    ).toEqual(both);
  });

  it('leave out those for rows that its filters do not certainly ask for', () => {
    for (const where of [
      'Kind == "a"',
      'Kind == "c" and Product has "x"',
      'Name == "y" or Kind == "b"',
      'Name == "y" or Name == "z" and Kind == "b"',
      '(Name == "y" and Kind == "b") or Name == "z"',
      'Name == \' and Kind == "b"\'',
      'not(Name == "y" and Kind == "b" and Line == "z")',
    ]) {
      expect(parametersFor(where)).toEqual(['name_has_any']);
    }
  });

  it('are known for some rows of each of these parsers', () => {
    const used = readKnowledge().mappings.all.flatMap(({ variants }) =>
      variants.flatMap(({ table, filters }) =>
        Object.keys(filters).map((parameter) => `${table} ${parameter}`),
      ),
    );
    expect([...new Set(used)].sort()).toEqual([
      '_Im_AuditEvent newvalue_has_any',
      '_Im_AuditEvent object_has_any',
      '_Im_AuditEvent operation_has_any',
      '_Im_Dns domain_has_any',
      '_Im_FileEvent targetfilepath_has_any',
      '_Im_ProcessCreate actingprocess_has_any',
      '_Im_ProcessCreate commandline_has_all',
      '_Im_ProcessCreate commandline_has_any',
      '_Im_ProcessCreate targetprocess_has_any',
      '_Im_RegistryEvent registrydata_has_any',
    ]);
  });
});
