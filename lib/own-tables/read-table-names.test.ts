import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTableNames } from './read-table-names';

const TABLES = ['SecurityEvent', 'Syslog', 'OktaV2_CL'];
const names = (text: string) => readTableNames(text).names;

describe('readTableNames', () => {
  it.each([
    ['one name on each line', 'SecurityEvent\nSyslog\r\n\nOktaV2_CL\n'],
    ['a list with commas', 'SecurityEvent, Syslog,OktaV2_CL'],
    ['names with spaces between them', 'SecurityEvent Syslog OktaV2_CL'],
    ['bullets and quotation marks', '- `SecurityEvent`\n* "Syslog",\n• OktaV2_CL'],
    ['CSV with a header', '"DataType","MB"\n"SecurityEvent","1,024"\n"Syslog","5"\nOktaV2_CL,1'],
    ['TSV with a header', 'MB\tDataType\n1\tSecurityEvent\n5\tSyslog\n2\tOktaV2_CL'],
    ['CSV with semicolons', 'Table;Rows\nSecurityEvent;5\nSyslog;4\nOktaV2_CL;1'],
    [
      'numbers with commas before the names',
      'MB,DataType\n"1,024",SecurityEvent\n5,Syslog\n1,OktaV2_CL',
    ],
    ['one column with its header', 'DataType\nSecurityEvent\nSyslog\nOktaV2_CL'],
    ['rows without a header', 'SecurityEvent\t1024\nSyslog\t5.3\nOktaV2_CL\t2026-11-29T00:00:00Z'],
    ['a JSON array', '["SecurityEvent", "Syslog", "OktaV2_CL"]'],
    [
      'JSON objects',
      '[{"DataType":"SecurityEvent","MB":1},{"DataType":"Syslog"},{"DataType":"OktaV2_CL"}]',
    ],
    ['JSON lines', '{"Table":"SecurityEvent"}\n{"Table":"Syslog"}\n{"Table":"OktaV2_CL"}'],
    [
      'the answer of the Log Analytics API',
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"MB","type":"real"},{"name":"DataType","type":"string"}],"rows":[[1,"SecurityEvent"],[2,"Syslog"],[3,"OktaV2_CL"]]}]}',
    ],
    [
      'the answer of advanced hunting',
      '{"schema":[{"name":"Table"}],"results":[{"Table":"SecurityEvent"},{"Table":"Syslog"},{"Table":"OktaV2_CL"}]}',
    ],
    ['comments', '// my tables\nSecurityEvent\n# more\nSyslog\n-- last\nOktaV2_CL'],
  ])('reads %s', (_, text) => {
    const read = readTableNames(text);
    expect(read.names).toEqual(TABLES);
    expect(read.unread).toEqual([]);
  });

  it('gives back what is no name of a table', () => {
    expect(readTableNames('SecurityEvent\nsome notes, really\n12 tables')).toEqual({
      names: ['SecurityEvent', 'really'],
      unread: ['some notes', '12 tables'],
    });
  });

  it('reads broken JSON as lines, and nothing from nothing', () => {
    expect(names('["SecurityEvent", "Syslog"')).toContain('Syslog');
    expect(readTableNames('')).toEqual({ names: [], unread: [] });
  });

  it('reads any text, and any list of names in any order', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(names(text).every((name) => /^\w+$/.test(name))).toBe(true);
      }),
    );
    const list = fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Za-z]{4,12}_CL$/), { minLength: 1 });
    fc.assert(
      fc.property(list, fc.constantFrom('\n', ', ', '\t', ' '), (tables, separator) => {
        expect(names(tables.join(separator))).toEqual(tables);
      }),
    );
  });
});
