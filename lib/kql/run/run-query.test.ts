import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchemas } from '../schemas';
import { compileQuery, type Row, runQuery } from './run-query';

const schemas = readSchemas({
  logAnalytics: {
    T: {
      S: 'string',
      N: 'long',
      B: 'bool',
      R: 'real',
      D: 'dynamic',
      Time: 'datetime',
      'odd name': 'string',
    },
  },
  defenderXdr: { X: { AdditionalFields: 'string', Timestamp: 'datetime' } },
  asim: {
    _Im_Dns: {
      workspace: 'imDns',
      parameters: { starttime: 'datetime' },
      columns: { DnsQuery: 'string' },
    },
  },
});
const options = { schemas, target: 'sentinel' as const, now: '2024-05-01T12:00:00Z' };

function run(kql: string, tables: Record<string, readonly Row[]> = {}): readonly Row[] {
  const { rows, diagnostics } = runQuery(kql, { ...options, tables });
  expect(diagnostics).toEqual([]);
  return rows;
}

/** The value of an expression. */
function value(expression: string): unknown {
  return run(`print x = ${expression}`)[0]?.x;
}

function problem(kql: string): string {
  return (
    compileQuery(kql, options).diagnostics.map(({ code, message }) => `${code} ${message}`)[0] ?? ''
  );
}

const LEARN = 'https://learn.microsoft.com/kusto/query';

const WORDS = 'dynamic(["this", "is", "an", "example", "an", "example"])';

/** Expressions and their values, each topic with the page that documents it. */
const DOCUMENTED: Readonly<
  Record<string, readonly (readonly [expression: string, value: unknown])[]>
> = {
  [`${LEARN}/datatypes-string-operators`]: [
    ['"aBc" == "aBc"', true],
    ['"abc" != "ABC"', true],
    ['"abc" =~ "ABC"', true],
    ['"aBc" !~ "xyz"', true],
    ['"FabriKam" contains "BRik"', true],
    ['"Fabrikam" !contains "xyz"', true],
    ['"FabriKam" contains_cs "Kam"', true],
    ['"Fabrikam" !contains_cs "Kam"', true],
    ['"Fabrikam" endswith "Kam"', true],
    ['"Fabrikam" endswith_cs "kam"', true],
    ['"Fabrikam" !endswith "brik"', true],
    ['"Fabrikam" startswith "fab"', true],
    ['"Fabrikam" startswith_cs "fab"', false],
    ['"North America" has "america"', true],
    ['"North America" !has "amer"', true],
    ['"North America" has_cs "america"', false],
    ['"North America" has_any("south", "north")', true],
    ['"North and South America" has_all("south", "north")', true],
    ['"North America" has_all("south", "north")', false],
    ['"North America" hasprefix "ame"', true],
    ['"North America" !hasprefix "mer"', true],
    ['"North America" hassuffix "ica"', true],
    ['"Fabrikam" matches regex "b.*k"', true],
    ['"abc" in ("123", "345", "abc")', true],
    ['"Abc" in~ ("123", "345", "abc")', true],
    ['"bca" !in ("123", "345", "abc")', true],
    // Terms are maximal runs of alphanumeric characters.
    ['"Kusto: ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;KustoExplorerQueryRun" has "c1db"', true],
    ['"Kusto: ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;KustoExplorerQueryRun" has "4f9f-88ef"', true],
    ['"Kusto: ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;KustoExplorerQueryRun" has "f9f-88ef"', false],
    ['"KustoExplorerQueryRun" has "Explorer"', false],
    ['"foo_bar" has "bar"', true],
    ['"cmd -encoded" has "-enc"', false],
    ['"cmd -enc x" has "-enc"', true],
    // Case is ignored for ASCII only.
    ['"STRASSE" =~ "strasse"', true],
    ['"É" =~ "é"', false],
  ],
  [`${LEARN}/scalar-data-types/null-values`]: [
    ['int(null) == int(null)', null],
    ['int(null) != int(null)', null],
    ['int(null) == 5', false],
    ['int(null) != 5', true],
    ['int(null) > 3', null],
    ['isnull(int(null))', true],
    ['isnull("")', false],
    ['isempty("")', true],
    ['isempty(int(null))', true],
    ['int(null) + 1', null],
  ],
  [`${LEARN}/logical-operators`]: [
    ['iff(bool(null) and true, true, false)', false],
    ['bool(null) or true', true],
    ['bool(null) and false', false],
    ['not(bool(null))', null],
  ],
  [`${LEARN}/scalar-data-types/dynamic`]: [
    ['dynamic({"a":123, "b":"hello"}).b', 'hello'],
    ['dynamic({"c":[1,2,3]}).c[1]', 2],
    ['dynamic([1,2,3])[-1]', 3],
    ['dynamic({"a b":1})["a b"]', 1],
    ['dynamic({"a":1}).nope', null],
    ['tostring(dynamic({"a":1}).nope)', ''],
    ['tostring(dynamic({"a":[1,"x"]}))', '{"a":[1,"x"]}'],
    ['toint(parse_json("[100,101,102]")[1])', 101],
    ['parse_json("no json")', 'no json'],
    ['gettype(parse_json("[1]"))', 'array'],
    ['dynamic({"a":"X"}).a =~ "x"', true],
    ['dynamic({"a":1}).b == "x"', false],
    ['dynamic({"a":1}).b != "x"', true],
    ['dynamic({"a":1}).b !contains "x"', true],
  ],
  [`${LEARN}/datetime-timespan-arithmetic`]: [
    ['datetime(2024-01-02) - datetime(2024-01-01)', '1.00:00:00'],
    ['datetime(2024-01-01) + 90m', '2024-01-01T01:30:00.0000000Z'],
    ['1h * 2', '02:00:00'],
    ['1h / 30m', 2],
    ['datetime(2024-01-01) + 1tick', '2024-01-01T00:00:00.0000001Z'],
    ['datetime(2024-01-01 00:00:00.0000003) - datetime(2024-01-01)', '00:00:00.0000003'],
    ['datetime(9999-12-31) - datetime(1601-01-01)', '3067670.00:00:00'],
    ['datetime(9999-12-31) + 1d', null],
    ['bin(datetime(2024-01-01 00:00:00.1234567), 1ms)', '2024-01-01T00:00:00.1230000Z'],
    ['bin(datetime(1601-01-01 07:00), 1d)', '1601-01-01T00:00:00.0000000Z'],
    ['datetime(2024-01-01) < datetime(2024-01-02)', true],
    ['now() - 1d', '2024-04-30T12:00:00.0000000Z'],
    ['ago(1h)', '2024-05-01T11:00:00.0000000Z'],
  ],
  [`${LEARN}/between-operator`]: [
    ['5 between (1 .. 5)', true],
    ['5 !between (1 .. 4)', true],
    ['datetime(2007-07-30) between (datetime(2007-07-27) .. 3d)', true],
    ['datetime(2007-07-31) between (datetime(2007-07-27) .. 3d)', false],
  ],
  [`${LEARN}/numerical-operators`]: [
    ['1 / 2', 0],
    ['1.0 / 2', 0.5],
    ['7 % 4', 3],
    ['14 % 12', 2],
    ['-14 % 12', 10],
    ['14 % -12', 2],
    ['-14 % -12', 10],
    ['9223372036854775807 % 10', 7],
    ['9007199254740991 + 2 == 9007199254740993', true],
    ['9223372036854775807 - 1 == 9223372036854775806', true],
  ],
  [`${LEARN}/countof-function`]: [
    ['countof("aaaa", "aa")', 3],
    ['countof("ababa", "aba", "regex")', 1],
    ['countof("abcabc", "a.c", "regex")', 2],
  ],
  [`${LEARN}/indexof-function`]: [
    ['indexof("abcdefg","cde")', 2],
    ['indexof("abcdefg","cde",1,4)', 2],
    ['indexof("abcdefg","cde",1,2)', -1],
    ['indexof("abcdefg","cde",3,4)', -1],
    ['indexof("abcdefg","cde",-5)', 2],
    ['indexof(1234567,5,1,4)', 4],
    ['indexof("abcdefgabcdefg", "cde", 1, 10, 2)', 9],
    ['indexof("abcdefgabcdefg", "cde", 1, -1, 3)', -1],
  ],
  [`${LEARN}/split-function`]: [
    ['split("aa_bb", "_")', ['aa', 'bb']],
    ['split("aaa_bbb_ccc", "_", 1)', ['bbb']],
    ['split("", "_")', ['']],
    ['split("a__b", "_")', ['a', '', 'b']],
    [String.raw`tostring(split(@"C:\x\y.exe", @"\")[-1])`, 'y.exe'],
  ],
  [`${LEARN}/extract-function`]: [
    ['extract(@"hello (\\w+)", 1, "hello world")', 'world'],
    ['extract("x=([0-9.]+)", 1, "hello x=45.6|wo", typeof(real))', 45.6],
    ['extract("x=([0-9.]+)", 1, "hello")', ''],
    ['extract("^.{2,2}(.{4,4})", 1, "Windows")', 'ndow'],
  ],
  [`${LEARN}/extract-all-function`]: [
    [
      String.raw`extract_all(@"(\d+)", "a set of numbers: 123, 567 and 789")`,
      ['123', '567', '789'],
    ],
    [
      String.raw`extract_all(@"(\w)(\w+)(\w)", "82b8be2d-dfa7")`,
      [
        ['8', '2b8be2', 'd'],
        ['d', 'fa', '7'],
      ],
    ],
    [String.raw`extract_all(@"(\w)(\w+)(\w)", dynamic([1,3]), "82b8be2d")`, [['8', 'd']]],
    ['extract_all(@"(x)", "none")', null],
  ],
  [`${LEARN}/replace-regex-function`]: [
    [String.raw`replace_regex("Number is 1.00", @"is (\d+)", @"was: \1")`, 'Number was: 1.00'],
    ['replace_string("A magic trick", "magic", "[x]")', 'A [x] trick'],
  ],
  [`${LEARN}/trim-function`]: [
    ['trim("--", "--https://bing.com--")', 'https://bing.com'],
    [String.raw`trim(@"[^\w]+", "-  Te st1// $")`, 'Te st1'],
    [String.raw`trim_start(@"[^\w]+", "-  Te st")`, 'Te st'],
    [String.raw`trim_end(@"\.com", "bing.com")`, 'bing'],
  ],
  [`${LEARN}/substring-function`]: [
    ['substring("123456", 1)', '23456'],
    ['substring("123456", 2, 2)', '34'],
    ['substring("ABCD", 0, 2)', 'AB'],
    ['substring("123456", -2, 2)', '56'],
  ],
  [`${LEARN}/parse-path-function`]: [
    [
      String.raw`parse_path(@"C:\temp\file.txt")`,
      {
        Scheme: '',
        RootPath: 'C:',
        DirectoryPath: 'C:\\temp',
        DirectoryName: 'temp',
        Filename: 'file.txt',
        Extension: 'txt',
        AlternateDataStreamName: '',
      },
    ],
    [
      'tostring(parse_path("file://C:/temp/file.txt:some.exe").AlternateDataStreamName)',
      'some.exe',
    ],
    ['tostring(parse_path("file://C:/temp/file.txt:some.exe").DirectoryPath)', 'C:/temp'],
    [
      String.raw`tostring(parse_path(@"\\shared\users\temp\file.txt.gz").DirectoryPath)`,
      '\\\\shared\\users\\temp',
    ],
  ],
  [`${LEARN}/ipv4-is-in-range-function`]: [
    ['ipv4_is_in_range("192.168.1.1", "192.168.1.1")', true],
    ['ipv4_is_in_range("192.168.1.1", "192.168.1.255/24")', true],
    ['ipv4_is_in_range("192.168.2.1", "192.168.1.0/24")', false],
    ['ipv4_is_in_range("nonsense", "192.168.1.0/24")', null],
    ['ipv4_is_in_any_range("10.1.2.3", dynamic(["192.168.0.0/16", "10.0.0.0/8"]))', true],
    ['ipv4_is_match("192.168.1.1", "192.168.1.255", 24)', true],
    ['ipv4_is_private("172.20.1.1")', true],
    ['parse_ipv4("10.0.0.1")', 167772161],
  ],
  [`${LEARN}/ipv6-is-in-range-function`]: [
    ['ipv6_is_in_range("fe80::1", "fe80::/10")', true],
    ['ipv6_is_in_range("2001:db8::1", "fe80::/10")', false],
    ['ipv6_is_match("::ffff:7f00:1", "127.0.0.1")', true],
    ['ipv6_is_in_range("192.168.1.7", "192.168.1.0/24")', true],
  ],
  [`${LEARN}/bin-function`]: [
    ['bin(4.5, 1)', 4],
    ['bin(-4, 3)', -6],
    ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
  ],
  [`${LEARN}/datetime-diff-function`]: [
    ["datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", 17],
    ["datetime_diff('quarter', datetime(2017-07-01), datetime(2017-03-30))", 2],
    ["datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))", 13],
    ["datetime_diff('week', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 5],
    ["datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))", 2],
  ],
  [`${LEARN}/datetime-part-function`]: [
    ['datetime_part("hour", datetime(2017-10-30 01:02:03))', 1],
    ['datetime_part("week_of_year", datetime(2021-01-03))', 53],
    ['hourofday(datetime(2015-12-14 18:54))', 18],
    ['dayofmonth(datetime(2015-12-14))', 14],
    ['monthofyear(datetime(2015-12-14))', 12],
    ['getyear(datetime(2015-10-12))', 2015],
    ['dayofweek(datetime(1970-05-11))', '1.00:00:00'],
    ['startofday(datetime(2017-01-01 10:10:17))', '2017-01-01T00:00:00.0000000Z'],
    ['startofweek(datetime(2017-01-04))', '2017-01-01T00:00:00.0000000Z'],
    ['endofday(datetime(2017-01-01 10:10:17))', '2017-01-01T23:59:59.9999999Z'],
    ['endofyear(datetime(2050-05-05))', '2050-12-31T23:59:59.9999999Z'],
    ['endofyear(datetime(9998-05-05))', '9998-12-31T23:59:59.9999999Z'],
    ['startofday(datetime(1601-01-01 10:10:17))', '1601-01-01T00:00:00.0000000Z'],
    ['datetime_part("microsecond", datetime(2017-10-30 01:02:03.7654321))', 765432],
    ['datetime_part("nanosecond", datetime(2017-10-30 01:02:03.7654321))', 765432100],
    ['format_datetime(datetime(2017-10-30 01:02:03.7654321), "s.fffffff")', '3.7654321'],
  ],
  [`${LEARN}/todatetime-function`]: [
    ['todatetime("2015-12-24")', '2015-12-24T00:00:00.0000000Z'],
    ['todatetime("2015-12-24 10:00:00.123456+02:00")', '2015-12-24T08:00:00.1234560Z'],
    ['todatetime("nonsense")', null],
    ['todatetime("2015-12-24 10:00:00.1234567")', '2015-12-24T10:00:00.1234567Z'],
    ['todatetime("2015-12-24 10:60:00")', null],
    ['totimespan("1.02:03:04")', '1.02:03:04'],
    ['tolong("123")', 123],
    ['tolong("0x1F")', 31],
    ['tolong("1.5")', null],
    ['toint("abc")', null],
    ['toint("3000000000")', null],
    ['tobool("true")', true],
    ['todouble("1.5")', 1.5],
    ['tostring(123)', '123'],
    ['tostring(int(null))', ''],
  ],
  [`${LEARN}/tohex-function`]: [
    ['tohex(256)', '100'],
    ['tohex(-256)', 'ffffffffffffff00'],
    ['tohex(256, 8)', '00000100'],
  ],
  [`${LEARN}/base64-decode-tostring-function`]: [
    ['base64_decode_tostring("S3VzdG8=")', 'Kusto'],
    ['base64_decode_tostring("no base64!")', ''],
    ['base64_encode_tostring("Kusto")', 'S3VzdG8='],
  ],
  [`${LEARN}/array-length-function`]: [
    ['array_length(dynamic([1, 2, 3, "four"]))', 4],
    [`array_length(parse_json('{}'))`, null],
    ['array_index_of(dynamic(["this", "is"]), "is")', 1],
    ['array_index_of(dynamic(["this", "is"]), "no")', -1],
    ['set_has_element(dynamic(["this", "is"]), "is")', true],
    ['bag_keys(dynamic({"a":1, "b":{}}))', ['a', 'b']],
    [
      'bag_pack("Level", "Information", "ProcessID", 1234)',
      { Level: 'Information', ProcessID: 1234 },
    ],
    ['pack_array(1, "a")', [1, 'a']],
    ['array_slice(dynamic([1,2,3]), 1, 2)', [2, 3]],
  ],
  [`${LEARN}/array-index-of-function`]: [
    [`array_index_of(${WORDS}, "an")`, 2],
    [`array_index_of(${WORDS}, "example", 1, 3)`, 3],
    [`array_index_of(${WORDS}, "example", 1, 2)`, -1],
    [`array_index_of(${WORDS}, "is", 2, 4)`, -1],
    [`array_index_of(${WORDS}, "example", 2, -1)`, 3],
    [`array_index_of(${WORDS}, "an", 1, -1, 2)`, 4],
    [`array_index_of(${WORDS}, "an", 1, -1, 3)`, -1],
    [`array_index_of(${WORDS}, "an", -3)`, 4],
    [`array_index_of(${WORDS}, "is", -4)`, -1],
    [`array_index_of(${WORDS}, "is", 0, -2)`, null],
    [`array_index_of(${WORDS}, "is", 0, -1, -1)`, null],
  ],
  [`${LEARN}/array-slice-function`]: [
    ['array_slice(dynamic([1,2,3,4,5]), 2, -1)', [3, 4, 5]],
    ['array_slice(dynamic([1,2,3,4,5]), -3, -2)', [3, 4]],
  ],
  [`${LEARN}/array-sort-asc-function`]: [
    ['array_sort_asc(dynamic([2, null, "b", 1, "a"]))', [1, 2, 'a', 'b', null]],
    ['array_sort_asc(dynamic([2, null, 1]), false)', [null, 1, 2]],
    ['array_sort_desc(dynamic([2, null, 1]))', [2, 1, null]],
  ],
  [`${LEARN}/make-datetime-function`]: [
    ['make_datetime(2017,10,01,12,10)', '2017-10-01T12:10:00.0000000Z'],
    ['make_datetime("2017-10-01")', '2017-10-01T00:00:00.0000000Z'],
    ['make_datetime(2020,13,1)', null],
    ['make_datetime(2021,2,29)', null],
    ['make_datetime(2020,1,1,24,0)', null],
    ['make_datetime(2020,1,1,0,0,60.0)', null],
    ['make_timespan(1,12,30,55)', '1.12:30:55'],
    ['make_timespan(12,30)', '12:30:00'],
    ['make_timespan("1.02:03:04")', '1.02:03:04'],
    ['make_timespan(24,0)', null],
    ['make_timespan(1,60)', null],
  ],
  [`${LEARN}/format-timespan-function`]: [
    ['format_timespan(time(29.09:00:05.12345), "dd.hh:mm:ss [FF]")', '29.09:00:05 [12]'],
    ['format_timespan(time(29.09:00:05.12345), "ddd.h:mm:ss [fffffff]")', '029.9:00:05 [1234500]'],
  ],
  [`${LEARN}/ipv4-compare-function`]: [
    ['ipv4_compare("192.168.1.1", "192.168.1.255", 24)', 0],
    ['ipv4_compare("192.168.1.1/24", "192.168.1.255/24")', 0],
    ['ipv4_compare("192.168.1.1", "192.168.1.255")', -1],
  ],
  // A negative root and the text NaN are NaN, as the service answers and another engine's tests record.
  [`${LEARN}/isnan-function`]: [
    ['isnan(sqrt(-1))', true],
    ['isnan(toreal("nan"))', true],
    ['real(nan) == real(nan)', false],
    ['real(nan) <= 1.0', false],
  ],
  [`${LEARN}/extract-json-function`]: [
    [`extract_json("$.a[0]['b c']", '{"a":[{"b c":"x"}]}')`, 'x'],
    [`extract_json("$.nope", '{"a":1}')`, ''],
    [`extract_json("$.a", '{"a":12}', typeof(int))`, 12],
    [`extract_json("$.a", '{"a":"12"}', typeof(int))`, 12],
  ],
  [`${LEARN}/case-function`]: [
    ['case(false, "a", bool(null), "b", "c")', 'c'],
    ['iff(1 < 2, "yes", "no")', 'yes'],
    ['coalesce(tolong("not a number"), tolong("42"), 33)', 42],
    ['coalesce("", "x")', 'x'],
  ],
  [`${LEARN}/regex`]: [
    ['"ABC" matches regex "abc"', false],
    ['"ABC" matches regex "(?i)abc"', true],
    [String.raw`"a\nb" matches regex "a.b"`, false],
    [String.raw`"a\nb" matches regex "(?s)a.b"`, true],
    [String.raw`"a\nb" matches regex "(?m)^b$"`, true],
    ['"xabcx" matches regex "^abc"', false],
  ],
};

describe('expressions', () => {
  for (const [page, cases] of Object.entries(DOCUMENTED)) {
    describe(page, () => {
      it.each(cases.map(([expression, expected]) => ({ expression, expected })))(
        '$expression',
        ({ expression, expected }) => {
          expect(value(expression)).toEqual(expected);
        },
      );
    });
  }
});

const ROWS: readonly Row[] = [
  { S: 'one', N: 1, Time: '2024-01-01T00:00:00Z', D: { k: ['a', 'b'] } },
  { S: 'two', N: 2, Time: '2024-01-01T00:03:00Z', D: { k: [] } },
  { S: 'one', N: null, Time: '2024-01-01T00:20:00Z' },
];

describe('columns', () => {
  it('read cells as their type: a missing string is empty, anything else is null', () => {
    expect(
      run('T | project S, N, B, D, Time, ["odd name"]', { T: [{ N: '7', B: 'true' }] }),
    ).toEqual([{ S: '', N: 7, B: true, D: null, Time: null, 'odd name': '' }]);
  });

  it('keep only rows whose condition is true, not unknown', () => {
    expect(run('T | where N > 1', { T: ROWS })).toHaveLength(1);
    expect(run('T | where not(N > 1)', { T: ROWS })).toHaveLength(1);
    expect(run('T | where N != 1 or isnull(N)', { T: ROWS })).toHaveLength(2);
  });

  it('find an ASIM parser and its rows under either name', () => {
    const rows = [{ DnsQuery: 'example.org' }];
    for (const name of ['_Im_Dns', 'imDns', '_Im_Dns()']) {
      for (const table of ['_Im_Dns', 'imDns']) {
        expect(run(`${name} | where DnsQuery has "example"`, { [table]: rows })).toHaveLength(1);
      }
    }
  });

  it('read AdditionalFields as text in Defender XDR', () => {
    const { rows } = runQuery(
      'X | where parse_json(AdditionalFields).PipeName endswith "wkssvc" | project Timestamp',
      {
        schemas,
        target: 'defender-xdr',
        tables: {
          X: [{ AdditionalFields: '{"PipeName":"\\\\Device\\\\wkssvc"}', Timestamp: '2024-01-01' }],
        },
      },
    );
    expect(rows).toEqual([{ Timestamp: '2024-01-01T00:00:00.0000000Z' }]);
  });
});

describe('operators', () => {
  it.each([
    ['project-away', 'T | project-away D, Time, B, R, ["odd name"] | take 1', [{ S: 'one', N: 1 }]],
    ['project-rename', 'T | project S, N | project-rename A = S | take 1', [{ A: 'one', N: 1 }]],
    ['distinct', 'T | distinct S', [{ S: 'one' }, { S: 'two' }]],
    ['count', 'T | count', [{ Count: 3 }]],
    ['top', 'T | top 1 by N desc | project N', [{ N: 2 }]],
    ['sort, nulls last descending', 'T | sort by N | project N', [{ N: 2 }, { N: 1 }, { N: null }]],
    [
      'sort, nulls first ascending',
      'T | sort by N asc | project N',
      [{ N: null }, { N: 1 }, { N: 2 }],
    ],
    ['union', 'T | union (T | where N == 1) | count', [{ Count: 4 }]],
    ['let', 'let x = 1; let M = T | where N == x; M | project S', [{ S: 'one' }]],
    [
      'toscalar',
      'let m = toscalar(T | summarize max(N)); T | where N == m | project S',
      [{ S: 'two' }],
    ],
    ['in a table', 'T | where S in (T | where N == 2 | project S) | project N', [{ N: 2 }]],
    [
      'a function of let',
      'let f = (x: string) { toupper(x) }; T | take 1 | project U = f(S)',
      [{ U: 'ONE' }],
    ],
    [
      'mv-expand, one null for nothing',
      'T | mv-expand v = D.k to typeof(string) | project N, v',
      [
        { N: 1, v: 'a' },
        { N: 1, v: 'b' },
        { N: 2, v: '' },
        { N: null, v: '' },
      ],
    ],
    [
      'mv-apply',
      'T | where N == 1 | mv-apply v = D.k to typeof(string) on (where v == "b" | summarize n = count()) | project n',
      [{ n: 1 }],
    ],
    [
      'serialize with prev and row_number',
      'T | sort by Time asc | serialize r = row_number(), p = prev(S), q = next(N) | project r, p, q',
      [
        { r: 1, p: '', q: 2 },
        { r: 2, p: 'one', q: null },
        { r: 3, p: 'two', q: null },
      ],
    ],
    [
      'parse',
      'print s = "from=alice to=7 end" | parse s with "from=" who:string " to=" n:long " " rest | project who, n, rest',
      [{ who: 'alice', n: 7, rest: 'end' }],
    ],
    [
      'parse-kv by expression',
      `print s = '<Data Name="Image">x</Data><Data Name="Id">7</Data>' | parse-kv s as (Image: string, Id: long) with (regex = @'<Data Name="(\\w+)">([^<]*)</Data>') | project Image, Id`,
      [{ Image: 'x', Id: 7 }],
    ],
    [
      'parse-kv by delimiters',
      'print s = "MD5=AA,SHA1=BB" | parse-kv s as (MD5: string, SHA1: string, SHA256: string) | project MD5, SHA1, SHA256',
      [{ MD5: 'AA', SHA1: 'BB', SHA256: '' }],
    ],
    [
      'partition',
      'T | partition hint.strategy=native by S (top 1 by Time desc) | project S, N',
      [
        { S: 'one', N: null },
        { S: 'two', N: 2 },
      ],
    ],
    ['pack_all', 'T | take 1 | project S, N | project p = pack_all()', [{ p: { S: 'one', N: 1 } }]],
    [
      'pack_all without nulls',
      'T | take 1 | project S, B | project p = pack_all(true)',
      [{ p: { S: 'one' } }],
    ],
    // https://learn.microsoft.com/kusto/query/column-ifexists-function
    [
      'column_ifexists',
      'T | take 1 | project a = column_ifexists("S", "no"), b = column_ifexists("Q", "no")',
      [{ a: 'one', b: 'no' }],
    ],
    // https://learn.microsoft.com/kusto/query/mv-expand-operator
    [
      'mv-expand of a path, beside its column',
      'print b = dynamic({"k": [1, 2]}) | mv-expand b.k',
      [
        { b: { k: [1, 2] }, b_k: 1 },
        { b: { k: [1, 2] }, b_k: 2 },
      ],
    ],
    ['mv-expand with a limit', 'print v = dynamic([1, 2]) | mv-expand v limit 1', [{ v: 1 }]],
    [
      'mv-expand of a bag to arrays',
      'print v = dynamic({"a": 1, "b": 2}) | mv-expand kind=array v',
      [{ v: ['a', 1] }, { v: ['b', 2] }],
    ],
    // https://learn.microsoft.com/kusto/query/union-operator
    [
      'union inside a condition',
      'T | where N in ((union isfuzzy=true (print a = 1, b = "x"), (print a = 3, c = true) | project a)) | count',
      [{ Count: 1 }],
    ],
    [
      'union of one name with two types',
      'union (print v = 1.5), (print v = 2)',
      [
        { v_real: 1.5, v_long: null },
        { v_real: null, v_long: 2 },
      ],
    ],
    [
      'union beside a column that has the name already',
      'union (print v = 1.5, v_real = 3.5), (print v = 2)',
      [
        { v_real: 1.5, v_long: null, v_real1: 3.5 },
        { v_real: null, v_long: 2, v_real1: null },
      ],
    ],
    // https://learn.microsoft.com/kusto/query/sort-operator
    [
      'sort with NaN beside null',
      'datatable(r: real) [1.0, real(nan), real(null), 2.0] | sort by r asc',
      [{ r: null }, { r: Number.NaN }, { r: 1 }, { r: 2 }],
    ],
    [
      'sort descending with NaN beside null',
      'datatable(r: real) [1.0, real(null), real(nan), 2.0] | sort by r desc',
      [{ r: 2 }, { r: 1 }, { r: Number.NaN }, { r: null }],
    ],
  ] as const)('%s', (_, kql, expected) => {
    expect(run(kql, { T: ROWS })).toEqual(expected);
  });

  // https://learn.microsoft.com/kusto/query/row-window-session-function
  it('row_window_session restarts where the documentation says', () => {
    const rows = run(`
      datatable (ID: string, Timestamp: datetime) [
        "1", datetime(2024-04-11 10:00:00),
        "2", datetime(2024-04-11 10:18:00),
        "1", datetime(2024-04-11 11:00:00),
        "3", datetime(2024-04-11 11:30:00),
        "2", datetime(2024-04-11 13:30:00),
        "2", datetime(2024-04-11 10:16:00)
      ]
      | sort by ID asc, Timestamp asc
      | extend Started = row_window_session(Timestamp, 1h, 5m, ID != prev(ID))
      | project Started`);
    expect(rows.map(({ Started }) => String(Started).slice(11, 16))).toEqual([
      '10:00',
      '11:00',
      '10:16',
      '10:16',
      '13:30',
      '11:30',
    ]);
  });
});

// https://learn.microsoft.com/kusto/query/summarize-operator
describe('summarize', () => {
  it.each([
    ['count()', 3],
    ['countif(N > 1)', 1],
    ['dcount(S)', 2],
    ['sum(N)', 3],
    ['avg(N)', 1.5],
    ['min(N)', 1],
    ['max(Time)', '2024-01-01T00:20:00.0000000Z'],
    ['make_set(S)', ['one', 'two']],
    ['make_list(N)', [1, 2]],
    ['make_list_if(S, N == 2)', ['two']],
    ['make_list(S, 2)', ['one', 'two']],
    ['make_set(S, 1)', ['one']],
    ['make_list_if(S, N > 0, 1)', ['one']],
    ['make_set_if(S, N > 0, 1)', ['one']],
    ['make_bag(bag_pack(S, N), 1)', { one: 1 }],
    ['dcount(S, 4)', 2],
    ['dcountif(S, N > 1, 4)', 1],
    ['percentiles_array(N, dynamic([50, 100]))', [1, 2]],
    ['percentile(N, 50)', 1],
    ['count() * 2 + 1', 7],
    ['take_any(S)', 'one'],
  ] as const)('%s', (aggregate, expected) => {
    expect(run(`T | summarize x = ${aggregate}`, { T: ROWS })).toEqual([{ x: expected }]);
  });

  it('groups, and returns what arg_max names', () => {
    expect(run('T | summarize arg_max(Time, N), n = count() by S', { T: ROWS })).toEqual([
      { S: 'one', Time: '2024-01-01T00:20:00.0000000Z', N: null, n: 2 },
      { S: 'two', Time: '2024-01-01T00:03:00.0000000Z', N: 2, n: 1 },
    ]);
    const [star] = run('T | project S, N, Time | summarize arg_min(Time, *) by S', { T: ROWS });
    expect(star).toEqual({ S: 'one', Time: '2024-01-01T00:00:00.0000000Z', N: 1 });
  });

  it('merges bags with any keys, and keeps the first value of a key', () => {
    const rows: readonly Row[] = [{ D: { constructor: 1, k: 2 } }, { D: { toString: 3, k: 4 } }];
    expect(run('T | summarize x = make_bag(D)', { T: rows })).toEqual([
      { x: { constructor: 1, k: 2, toString: 3 } },
    ]);
  });

  it('counts within bins of time', () => {
    expect(run('T | summarize n = count() by bin(Time, 10m) | project n', { T: ROWS })).toEqual([
      { n: 2 },
      { n: 1 },
    ]);
  });

  it('returns one row for no rows only without grouping', () => {
    expect(run('T | summarize n = count()')).toEqual([{ n: 0 }]);
    expect(run('T | summarize n = count() by S')).toEqual([]);
  });
});

// https://learn.microsoft.com/kusto/query/join-operator
describe('join', () => {
  const tables = {
    T: [
      { S: 'a', N: 1 },
      { S: 'a', N: 2 },
      { S: 'b', N: 3 },
      { S: '', N: 4 },
    ],
  };
  const right = 'datatable (S: string, Q: long) ["a", 10, "a", 20, "c", 30]';

  it.each([
    ['inner', ['a1a10', 'a1a20', 'a2a10', 'a2a20']],
    ['innerunique', ['a1a10', 'a1a20']],
    ['leftouter', ['a1a10', 'a1a20', 'a2a10', 'a2a20', 'b3null', '4null']],
    ['fullouter', ['a1a10', 'a1a20', 'a2a10', 'a2a20', 'b3null', '4null', 'nullc30']],
    ['rightouter', ['a1a10', 'a2a10', 'a1a20', 'a2a20', 'nullc30']],
  ])('kind=%s', (kind, expected) => {
    const rows = run(
      `T | project S, N | join kind=${kind} (${right}) on S | project x = strcat(S, iff(isnull(N), "null", tostring(N)), S1, iff(isnull(Q), "null", tostring(Q)))`,
      tables,
    );
    expect(rows.map(({ x }) => x)).toEqual(expected);
  });

  it.each([
    ['leftsemi', [1, 2]],
    ['leftanti', [3, 4]],
    ['rightsemi', [10, 20]],
    ['rightanti', [30]],
  ])('kind=%s keeps the columns of one side', (kind, expected) => {
    const rows = run(`T | project S, N | join kind=${kind} (${right}) on S`, tables);
    expect(rows.map((row) => row.N ?? row.Q)).toEqual(expected);
  });

  it('takes conditions over $left and $right, and lookup without repeating the key', () => {
    const renamed = `${right} | project-rename K = S`;
    expect(
      run(`T | project S, N | join kind=inner (${renamed}) on $left.S == $right.K | count`, tables),
    ).toEqual([{ Count: 4 }]);
    expect(run(`T | project S, N | lookup (${right}) on S | where N == 3`, tables)).toEqual([
      { S: 'b', N: 3, Q: null },
    ]);
  });

  it('finds a burst across bucket edges with a window that slides', () => {
    const kql = `
      let M = materialize(T | project Time, S);
      M
      | distinct Start = Time, S
      | join kind=inner (M) on S
      | where Time between (Start .. (Start + 10m))
      | summarize Count = count() by S, Start
      | where Count >= 3`;
    const at = (minute: number) => ({
      S: 'a',
      Time: `2024-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
    });
    expect(run(kql, { T: [at(8), at(12), at(17)] })).toHaveLength(1);
    expect(run(kql, { T: [at(8), at(12), at(19)] })).toHaveLength(0);
  });
});

describe('what cannot be run', () => {
  it.each([
    ['T | evaluate bag_unpack(D)', 'kql/cannot-run the operator EvaluateOperator cannot be run.'],
    [
      'T | extend x = geo_distance_2points(1.0, 1.0, 1.0, 1.0)',
      'kql/cannot-run the function geo_distance_2points() cannot be run.',
    ],
    [
      'print array_sort_asc(dynamic([1]), dynamic([2]))',
      'kql/cannot-run sorting several arrays together cannot be run.',
    ],
    [
      'T | extend x = tolong(Time)',
      'kql/cannot-run the conversion of a datetime to a number cannot be run.',
    ],
    [
      'T | mv-apply with_itemindex=i D on (take 1)',
      'kql/cannot-run the parameter with_itemindex of MvApplyOperator cannot be run.',
    ],
    [
      'T | parse kind=regex flags=i S with "a" b',
      'kql/cannot-run the parameter flags of ParseOperator cannot be run.',
    ],
    [
      `T | parse-kv S as (a: string) with (escape='!', quote='"')`,
      'kql/cannot-run the property escape of parse-kv cannot be run.',
    ],
    ['T | summarize make_list(S, N)', 'kql/cannot-run a size that is not constant.'],
    [
      '_Im_Dns(starttime=ago(1h)) | take 1',
      'kql/cannot-run _Im_Dns() with arguments cannot be run.',
    ],
  ])('is named: %s', (kql, expected) => {
    expect(problem(kql)).toBe(expected);
  });

  it.each([
    ['(?=x)', 'look-aheads'],
    ['(?<!x)', 'look-behinds'],
    ['(a)\\1', 'back-references'],
    ['a++', 'possessive quantifiers'],
    ['(?>a)', 'atomic groups'],
  ])('is rejected as RE2 rejects it: %s', (pattern, reason) => {
    expect(problem(`T | where S matches regex @"${pattern}"`)).toContain(`kql/regex`);
    expect(problem(`T | where S matches regex @"${pattern}"`)).toContain(reason);
  });

  it("reports the binder's errors", () => {
    expect(problem('T | where Nope == 1')).toContain('kql/KS142');
  });
});

describe('compileQuery', () => {
  it('runs one compilation on many tables', () => {
    const query = compileQuery('T | where N == 1', options);
    expect(query.count({ T: [{ N: 1 }, { N: 2 }] })).toBe(1);
    expect(query.count({ T: [{ N: 2 }] })).toBe(0);
    expect(query.count({})).toBe(0);
  });
});

describe('a hostile query', () => {
  it('returns rows or diagnostics, and never throws', () => {
    const word = fc.constantFrom(
      'T',
      '|',
      'where',
      'S',
      'N',
      'D',
      'Time',
      '==',
      '(',
      ')',
      '"x"',
      '1',
      '1.5',
      'and',
      'not',
      'extend',
      'summarize',
      'count()',
      'by',
      'project',
      'let',
      '=',
      ';',
      ',',
      'D.k',
      '[0]',
      'in',
      'bin(N, 2)',
      'join',
      'on',
      '-',
      'union',
      'dynamic([1])',
      'mv-expand',
      'datetime(2024)',
      'sort',
      'matches regex',
      '{',
      '"(("',
      'tostring(D)',
      'parse',
      'with',
      '*',
      '1h',
      'toscalar',
      'make_set(S)',
      'row_number()',
      'serialize',
      'null',
    );
    const query = fc
      .array(word, { maxLength: 14 })
      .chain((words) => fc.constantFrom(words.join(' '), `T | ${words.join(' ')}`));
    fc.assert(
      fc.property(query, (kql) => {
        const compiled = compileQuery(kql, options);
        const { rows } = compiled.run({ T: ROWS });
        expect(compiled.diagnostics.length === 0 || rows.length === 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('is refused if it is nested too deep', () => {
    expect(problem(`T | where ${'('.repeat(5000)}true`)).toContain('kql/');
  });
});
