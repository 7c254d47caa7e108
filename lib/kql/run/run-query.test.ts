import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { options, problem, ROWS, run, schemas } from './query-fixture';
import { compileQuery, runQuery } from './run-query';

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

  it('are where a parser looks for the terms it is given', () => {
    const tables = { imProcess: [{ Name: 'C:\\a.exe -x' }, { Name: 'C:\\aa.exe -x' }, {}] };
    const count = (args: string) => run(`_Im_Process(${args})`, tables).length;
    expect(count('name_has_any=dynamic(["A.exe", "b"])')).toBe(1);
    expect(count('name_has_any=dynamic(["exe", "b"])')).toBe(2);
    expect(count('name_has_all=dynamic(["exe", "b"])')).toBe(0);
    expect(count('name_has_all=dynamic(["a.exe"]), name_has_any=dynamic(["x", "y"])')).toBe(1);
    expect(count('name_has_any=dynamic([])')).toBe(3);
    expect(run('imProcess(name_has_any=dynamic(["a"]))', tables)).toHaveLength(1);
    expect(count('pack=true, name_has_any=dynamic(["a"])')).toBe(1);
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

describe('a function from let', () => {
  const DATA = 'datatable(S: string, N: long)["a", 1, "b", 2]';

  it('takes tables and scalars, by place, by name or by default', () => {
    const define =
      'let f = (Rows: (S: string, N: long), least: long = 2) { Rows | where N >= least };';
    expect(run(`${define} f(${DATA})`, {})).toEqual([{ S: 'b', N: 2 }]);
    expect(run(`${define} f(${DATA}, 1)`, {})).toHaveLength(2);
    expect(run(`${define} f(${DATA}, least = 3)`, {})).toEqual([]);
    expect(run(`${define} let D = ${DATA}; f((D | where S == "b"))`, {})).toHaveLength(1);
  });

  it('has let statements of its own, and sees what was bound where it was declared', () => {
    const text = `let least = 2;
      let f = (Rows: (S: string, N: long)) { let Big = Rows | where N >= least; Big | summarize Count = count() };
      union f(${DATA}), f((${DATA} | take 1))`;
    expect(run(text, {})).toEqual([{ Count: 1 }, { Count: 0 }]);
  });

  it('takes the place of a table or a parser', () => {
    const rows = { T: [{ S: 'x' }], _Im_Process: [{ Name: 'x' }] };
    expect(run(`let T = ${DATA}; T | project S`, rows)).toEqual([{ S: 'a' }, { S: 'b' }]);
    const shadow =
      'let _Im_Process = (name_has_any: dynamic = dynamic([])) { datatable(Name: string)["y"] };';
    expect(
      run(`${shadow} _Im_Process(name_has_any = dynamic(["z"])) | project Name`, rows),
    ).toEqual([{ Name: 'y' }]);
    expect(run(`${shadow} _Im_Process | project Name`, rows)).toEqual([{ Name: 'y' }]);
  });
});

describe('the time bounds of a parser', () => {
  const tables = {
    _Im_Dns: [
      { DnsQuery: 'early', TimeGenerated: '2024-05-01T10:00:00Z' },
      { DnsQuery: 'late', TimeGenerated: '2024-05-01T11:30:00Z' },
    ],
  };
  const names = (args: string) =>
    run(`_Im_Dns(${args}) | project DnsQuery`, tables).map(({ DnsQuery }) => DnsQuery);

  it('are inclusive, and null bounds nothing', () => {
    expect(names('starttime=ago(1h)')).toEqual(['late']);
    expect(names('endtime=datetime(2024-05-01T10:00:00Z)')).toEqual(['early']);
    expect(names('starttime=datetime(null), endtime=now()')).toEqual(['early', 'late']);
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
      '_Im_Process(user_has_any=dynamic(["a"])) | take 1',
      'kql/cannot-run _Im_Process() with user_has_any cannot be run.',
    ],
    [
      '_Im_Process(pack=false) | take 1',
      'kql/cannot-run _Im_Process() with pack other than true cannot be run.',
    ],
    [
      '_Im_Process(dynamic(["a"])) | take 1',
      'kql/cannot-run _Im_Process() with this argument cannot be run.',
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
  ])('is rejected as Kusto rejects it: %s', (pattern, reason) => {
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
