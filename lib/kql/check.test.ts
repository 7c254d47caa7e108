import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createChecker } from './check';
import { checkAll } from './check-pool';
import { columnsOf, readSchemas, sourcesOf } from './schemas';

const folder = join(import.meta.dirname, '../../content/schemas');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const schemas = readSchemas({
  logAnalytics: read('log-analytics.json'),
  defenderXdr: read('defender-xdr.json'),
  asim: read('asim.json'),
});
const checker = createChecker(schemas);

function codes(kql: string, target: 'sentinel-asim' | 'sentinel' | 'defender-xdr' = 'sentinel') {
  return checker.check(kql, target).map(({ code }) => code);
}

describe('check', () => {
  it('accepts a query that fits its table', () => {
    expect(
      codes('SecurityEvent | where EventID == 4688 and NewProcessName endswith @"\\cmd.exe"'),
    ).toEqual([]);
  });

  it.each([
    ['an unknown column', 'SecurityEvent | where Nope == 1', 'kql/KS142', [22, 26]],
    ['an unknown table', 'Nope | take 1', 'kql/KS204', [0, 4]],
    ['missing syntax', 'SecurityEvent | where', 'kql/KS006', [21, 21]],
    [
      'a string operator on a number',
      'SecurityEvent | where EventID contains "4"',
      'kql/KS106',
      [30, 38],
    ],
    ['a function that does not exist', 'SecurityEvent | extend x = nope(1)', 'kql/KS211', [27, 31]],
  ] as const)('reports %s with its position', (_, kql, code, [start, end]) => {
    const [found] = checker.check(kql, 'sentinel');
    expect(found).toMatchObject({ severity: 'error', code, span: { start, end } });
  });

  it.each([
    [
      'a number compared with a text',
      'SecurityEvent | where EventID == "4688"',
      'kql/type-mismatch',
    ],
    [
      'a text looked for among numbers',
      'SecurityEvent | where Account in (1, 2)',
      'kql/type-mismatch',
    ],
    ['isnull() of a string', 'SecurityEvent | where isnull(Account)', 'kql/KS501'],
    [
      'a join whose kind is left open',
      'SecurityEvent | join (SecurityEvent) on Account',
      'kql/KS508',
    ],
    ['a look-ahead', 'SecurityEvent | where Account matches regex "(?=x)"', 'kql/regex'],
    ['a back-reference', "SecurityEvent | extend x = extract(@'(a)\\1', 1, Account)", 'kql/regex'],
  ] as const)('reports %s, which the binder accepts', (_, kql, code) => {
    expect(codes(kql)).toEqual([code]);
  });

  it('accepts comparisons of numbers of different width, and of dynamics with anything', () => {
    expect(codes('SecurityEvent | where EventID in (4688, 4689) and Type == "a"')).toEqual([]);
    expect(codes('WindowsEvent | where EventData.Image == "x" and EventID == 1')).toEqual([]);
  });

  it('has different columns for the same table on each target', () => {
    const kql = 'DeviceEvents | where AdditionalFields.PipeName == "x"';
    expect(codes(kql, 'sentinel')).toEqual([]);
    expect(codes(kql, 'defender-xdr')).not.toEqual([]);
    expect(codes('DeviceEvents | where Timestamp > ago(1d)', 'defender-xdr')).toEqual([]);
    expect(codes('SecurityEvent | take 1', 'defender-xdr')).toEqual(['kql/KS204']);
    expect(codes('_Im_ProcessCreate | take 1', 'defender-xdr')).toEqual(['kql/KS204']);
  });

  it('accepts an ASIM parser under both names, with and without arguments', () => {
    for (const name of ['_Im_ProcessCreate', 'imProcessCreate']) {
      for (const call of ['', '()', '(starttime=ago(1h), targetprocess_has_any=dynamic(["x"]))']) {
        const kql = `${name}${call} | where TargetProcessName endswith "x" | project ActorUsername`;
        expect(codes(kql, 'sentinel-asim'), kql).toEqual([]);
      }
      expect(codes(`${name}(nope=1)`, 'sentinel-asim')).toEqual(['kql/KS196']);
    }
  });

  it('reads an expression that is too deep for the hand-written parser by the grammar', () => {
    const nested = (column: string) =>
      `SecurityEvent | where ${'('.repeat(390)}${column} == 1${')'.repeat(390)}`;
    expect(codes(nested('EventID'))).toEqual([]);
    expect(codes(nested('Nope'))).toEqual(['kql/KS142']);
  });

  it.each([
    ['extend', 'SecurityEvent | extend a = 1, a = 2', ['kql/KS171']],
    ['project', 'SecurityEvent | project Computer, Computer', ['kql/KS171']],
  ])('reports a column that %s names twice', (_, kql, expected) => {
    expect(codes(kql)).toEqual(expected);
  });

  it('numbers the columns of two tables that have the same name', () => {
    const kql =
      'SecurityEvent | project Computer | join kind=inner (Heartbeat | project Computer) on Computer';
    const names = checker.describe(kql, 'sentinel').columns.map(({ name }) => name);
    expect(names).toEqual(['Computer', 'Computer1']);
  });

  it('reports a tree that is too deep instead of failing', () => {
    const deep = (depth: number) =>
      `SecurityEvent | where ${'('.repeat(depth)}true${')'.repeat(depth)}`;
    expect(codes(deep(5000))).toEqual(['kql/too-deep']);
    const chain = Array.from({ length: 600 }, (_, at) => `EventID == ${at}`).join(' or ');
    expect(codes(`SecurityEvent | where ${chain}`)).toEqual(['kql/KS245']);
    expect(codes(`SecurityEvent | where Account == "${'('.repeat(900)}"`)).toEqual([]);
  });

  it('returns the type of an expression over a table, and the position of an error', () => {
    expect(checker.checkExpression('tolower(Account)', 'SecurityEvent', 'sentinel')).toEqual({
      type: 'string',
      diagnostics: [],
    });
    const { type, diagnostics } = checker.checkExpression('1 + Nope', 'SecurityEvent', 'sentinel');
    expect(type).toBeNull();
    expect(diagnostics[0]?.span).toEqual({ start: 4, end: 8 });
  });

  it('describes the result and the depth of a query', () => {
    const { columns, depth } = checker.describe(
      'SecurityEvent | summarize n = count() by Account',
      'sentinel',
    );
    expect(columns).toEqual([
      { name: 'Account', type: 'string' },
      { name: 'n', type: 'long' },
    ]);
    expect(depth).toBeLessThan(20);
  });
});

describe('the schemas', () => {
  it('have every parser under both its names', () => {
    const sources = sourcesOf(schemas, 'sentinel-asim');
    for (const [builtin, { workspace }] of Object.entries(schemas.asim)) {
      expect(sources.get(builtin)?.columns).toBe(sources.get(workspace)?.columns);
    }
    expect(columnsOf(schemas, 'sentinel-asim', 'imRegistry')?.RegistryKey).toBe('string');
  });

  it('have the columns that reference pages leave out', () => {
    for (const [name, columns] of Object.entries(schemas.logAnalytics)) {
      expect(columns.TimeGenerated, name).toBe('datetime');
      expect(columns.TenantId, name).toBeDefined();
    }
    expect(columnsOf(schemas, 'sentinel-asim', '_Im_FileEvent')?.TargetFileIMPHASH).toBe('string');
  });

  it('are refused where a type is unknown', () => {
    const files = { logAnalytics: { T: { A: 'text' } }, defenderXdr: {}, asim: {} };
    expect(() => readSchemas(files)).toThrow('A has no known type');
  });
});

describe('checkAll', () => {
  it('returns what the checker returns, from worker threads', async () => {
    const requests = Array.from({ length: 90 }, (_, at) => ({
      key: `q${at}`,
      kql: `SecurityEvent | where ${at % 2 === 0 ? 'Account' : 'Nope'} == "${at}"`,
      target: 'sentinel' as const,
    }));
    const answers = await checkAll(requests, schemas, { workers: 2 });
    expect(answers.size).toBe(90);
    for (const { key, kql, target } of requests) {
      expect(answers.get(key)).toEqual(checker.check(kql, target));
    }
  });

  it('starts no thread without queries', async () => {
    expect((await checkAll([], schemas)).size).toBe(0);
  });
});
