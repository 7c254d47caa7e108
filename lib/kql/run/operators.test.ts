import { describe, expect, it } from 'vitest';
import { ROWS, run } from './query-fixture';
import type { Row } from './run-query';

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
