import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { readSchemas } from '@/lib/knowledge';
import { createChecker, sourcesOf } from '@/lib/kql';
import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Topic } from '@/lib/question-topic';
import { TARGETS, type Target } from '@/lib/target';
import type { PivotFile } from './file-schema';
import { loadPivots } from './load-pivots';
import { pivotsFor, pivotsOfSteps } from './pivots-for';
import { tuningLines } from './tuning';

const texts = contentTexts('pivots');
const { pivots, problems } = loadPivots(texts);
const files = [...new Set(pivots.values())];
const schemas = readSchemas();
const { check } = createChecker(schemas);

/** The columns that a file names. */
const namedIn = ({ honest, objects, host, pivots: entries }: PivotFile): string[] => [
  ...honest,
  ...objects,
  ...(host ? [host] : []),
  ...entries.flatMap(({ needs, from }) => [...needs, ...from.map(({ column }) => column)]),
];

/** Of a query that passes all columns of a table and makes those that a file names besides. */
function factsOf(table: string, file: PivotFile): QueryFacts {
  return {
    passes: table,
    columns: namedIn(file),
    tests: [],
    left: [],
    operators: [],
    readsDynamic: false,
  };
}

const targetsOf = (table: string): Target[] =>
  TARGETS.filter((target) => sourcesOf(schemas, target).has(table));

describe('content/pivots', () => {
  it('can be read', () => {
    expect(problems).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  it('names tables that a target has', () => {
    expect([...pivots.keys()].filter((table) => targetsOf(table).length === 0)).toEqual([]);
  });

  it('has queries without a fault for Microsoft’s parser and binder', () => {
    // Both targets of a workspace have the same tables, so that a text is checked once.
    const checked = new Set<string>();
    const faults = [...pivots].flatMap(([table, file]) =>
      targetsOf(table).flatMap((target) =>
        pivotsFor(file, { target, facts: factsOf(table, file) }).flatMap(({ title, kql }) => {
          if (checked.size === checked.add(kql).size) return [];
          return check(kql, target).map(({ message }) => `${table}, ${title}: ${message}\n${kql}`);
        }),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('says which columns only some queries make', () => {
    const wrong = [...pivots].flatMap(([table, file]) => {
      const own = new Set(
        targetsOf(table).flatMap((target) =>
          Object.keys(sourcesOf(schemas, target).get(table)?.columns ?? {}),
        ),
      );
      const named = namedIn(file);
      const missing = named.filter((name) => !own.has(name) && !file.computed.includes(name));
      const untrue = file.computed.filter((name) => own.has(name) || !named.includes(name));
      return [...new Set([...missing, ...untrue])].map((name) => `${table}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('declares the types that the columns have', () => {
    const wrong = [...pivots].flatMap(([table, file]) =>
      targetsOf(table).flatMap((target) => {
        const columns = sourcesOf(schemas, target).get(table)?.columns ?? {};
        return file.pivots.flatMap(({ title, from }) =>
          from.flatMap(({ column, type }) => {
            const known = Object.hasOwn(columns, column) ? columns[column] : 'string';
            return known === type
              ? []
              : `${table}, ${title}: ${column} is a ${known}, not a ${type}`;
          }),
        );
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('finds nothing by an empty text, rather than all rows without one', () => {
    const open = [...pivots].flatMap(([table, file]) => {
      const [target = 'sentinel'] = targetsOf(table);
      const shown = pivotsFor(file, { target, facts: factsOf(table, file) });
      return shown.flatMap(({ title, kql }) =>
        [...kql.matchAll(/^let (\w+) = (?:@"|```)</gm)].flatMap(([, name]) =>
          new RegExp(`isnotempty\\(${name}\\)|\\b${name} (?:!in \\(""|!= "")`).test(kql)
            ? []
            : `${table}, ${title}: ${name}`,
        ),
      );
    });
    expect(open).toEqual([]);
  });

  it('bounds the time of every query', () => {
    const open = files.flatMap((file) =>
      file.pivots.filter(({ kql }) => !/\b(?:when|ago)\b/.test(kql)).map(({ title }) => title),
    );
    expect(open).toEqual([]);
  });
});

describe('pivotsOfSteps', () => {
  const [file] = loadPivots([
    {
      path: 'x.yml',
      text: `tables: [T]
honest: [A]
pivots:
  - { title: Children, topics: [tree, after], about: [started, child], from: [{ name: id, column: Id, type: long }], kql: T | where Time > ago(1d) and Id == id }
  - { title: Elsewhere, topics: [spread], about: [other hosts], from: [{ name: hash, column: Hash }], kql: "T | where {time} > when and Hash == hash" }
sources: [https://example.org]
reviewed: 2026-11-29
`,
    },
  ]).pivots.values();
  if (!file) throw new Error('the file cannot be read');
  const facts = (...columns: string[]): QueryFacts => ({ ...factsOf('U', file), columns });
  const placed = (
    steps: readonly (string | readonly [topic: Topic, text?: string])[],
    ...columns: string[]
  ) => {
    const query = { target: 'sentinel' as const, facts: facts(...columns) };
    const { ofSteps, others } = pivotsOfSteps(
      file,
      query,
      steps.map((step) =>
        typeof step === 'string' ? { text: step } : { text: step[1] ?? '', topic: step[0] },
      ),
    );
    return {
      steps: ofSteps.map((pivot) => pivot?.title ?? null),
      others: others.map(({ title }) => title),
    };
  };

  it('puts each beside the step that it answers, once', () => {
    const steps = [
      'Search other hosts for it.',
      'Which child was started?',
      'What child was started then?',
    ];
    expect(placed(steps, 'Id', 'Hash')).toEqual({
      steps: ['Elsewhere', 'Children', null],
      others: [],
    });
  });

  it('needs one word of a step on its topic, and none beside a step that says nothing of it', () => {
    expect(placed([['after'], ['tree', 'What started?'], ['none']], 'Id', 'Hash')).toEqual({
      steps: [null, 'Children', null],
      others: ['Elsewhere'],
    });
  });

  it('leaves out a pivot whose values the result does not have', () => {
    expect(placed(['Search other hosts for it.'], 'Id')).toEqual({
      steps: [null],
      others: ['Children'],
    });
  });

  it('offers at most four besides, and none that follows nothing but the host or the kind of event', () => {
    const pivot = (title: string, column: string, more = '') =>
      `  - { title: ${title}, topics: [tree], about: [nothing], ${more}from: [{ name: x, column: ${column} }], kql: T | where Time > ago(1d) and ${column} == x }\n`;
    const [many] = loadPivots([
      {
        path: 'x.yml',
        text: `tables: [T]\nhost: Host\nhonest: [A]\npivots:\n${pivot('Sweep', 'Host')}${pivot('Kind', 'EventID')}${pivot('Rare', 'A', 'exceptEvents: [1], ')}${['B', 'C', 'D', 'E', 'F'].map((column) => pivot(column, column)).join('')}sources: [https://example.org]\nreviewed: 2026-11-29\n`,
      },
    ]).pivots.values();
    if (!many) throw new Error('the file cannot be read');
    const columns = ['Host', 'EventID', 'A', 'B', 'C', 'D', 'E', 'F'];
    const offered = (...ids: string[]) => {
      const left = ids.length > 0 ? [{ column: 'EventID', values: ids }] : [];
      const query = { target: 'sentinel' as const, facts: { ...facts(...columns), left } };
      return pivotsOfSteps(many, query, []).others.map(({ title }) => title);
    };
    expect(offered('255')).toEqual(['Rare', 'B', 'C', 'D']);
    expect(offered('1', '255')).toEqual(['B', 'C', 'D', 'E']);
    expect(offered()).toEqual(['B', 'C', 'D', 'E']);
  });

  it('puts none beside a step that says too little of it', () => {
    expect(placed(['What was started?'], 'Id', 'Hash')).toEqual({
      steps: [null],
      others: ['Children', 'Elsewhere'],
    });
  });

  it('declares the values of the match, with their columns', () => {
    const [children, elsewhere] = pivotsFor(file, {
      target: 'sentinel',
      facts: facts('Id', 'Hash'),
    });
    expect(children?.kql).toBe(
      '// Fill in from the match\nlet id = long(null); // Id\nT | where Time > ago(1d) and Id == id',
    );
    expect(elsewhere?.kql).toBe(
      '// Fill in from the match\nlet hash = @"<Hash>";\nlet when = datetime(null); // TimeGenerated\nT | where TimeGenerated > when and Hash == hash\n| where isnotempty(hash)',
    );
  });
});

describe('tuningLines', () => {
  const fileOf = (table: string) => {
    const file = pivots.get(table);
    if (!file) throw new Error(`no pivots for ${table}`);
    return file;
  };
  const linesOf = (
    table: string,
    facts: Partial<QueryFacts>,
    own: string[] = [],
    product?: string,
  ) => {
    const file = fileOf(table);
    const target = targetsOf(table).at(-1) ?? 'sentinel';
    const query = { target, facts: { ...factsOf(table, file), columns: [], ...facts }, product };
    return tuningLines(file, query, own);
  };
  /** The columns that an exclusion names besides the host. */
  const leftOut = (...args: Parameters<typeof linesOf>) =>
    [...(linesOf(...args)?.exclusion ?? '').matchAll(/(\w+) =~/g)]
      .map(([, column]) => column)
      .filter((column) => column !== fileOf(args[0]).host);
  const only = (column: string, ...values: string[]) => ({
    tests: [column],
    left: [{ column, values }],
  });

  const who = ['InitiatingProcessFolderPath', 'AccountName'];

  it('count by what was done besides the first columns that the query does not test', () => {
    expect(linesOf('DeviceProcessEvents', {})?.survey).toContain(
      'by InitiatingProcessFolderPath, AccountName, ProcessCommandLine\n',
    );
    const tested = { tests: ['InitiatingProcessFolderPath'] };
    expect(linesOf('DeviceProcessEvents', tested)?.survey).toContain(
      'by AccountName, ProcessCommandLine\n',
    );
  });

  it('leave out by the rule’s own columns alone, and what was done', () => {
    expect(leftOut('DeviceProcessEvents', {})).toEqual([]);
    expect(leftOut('DeviceProcessEvents', {}, ['AccountName'])).toEqual([
      'AccountName',
      'ProcessCommandLine',
    ]);
    expect(leftOut('DeviceProcessEvents', {}, who)).toEqual([...who, 'ProcessCommandLine']);
  });

  it('prefer the rule’s own columns, those first that the query does not test', () => {
    const own = ['RegistryKey', 'RegistryValueData', 'ActingProcessName'];
    const tested = { tests: ['TargetObject'] };
    expect(leftOut('_Im_RegistryEvent', tested, own)).toEqual([
      'RegistryValueData',
      'ActingProcessName',
      'RegistryKey',
    ]);
  });

  it('name no column that is the same in all matches', () => {
    const file = only('TargetFilePath', String.raw`*\ConsoleHost_history.txt`);
    const lines = linesOf('_Im_FileEvent', file, ['ActingProcessName']);
    expect(lines?.exclusion).toBeNull();
    expect(lines?.survey).toContain('by ActingProcessName, ActorUsername');
    const program = only('InitiatingProcessFileName', 'rundll32.exe');
    const own = ['InitiatingProcessFolderPath', 'InitiatingProcessAccountName'];
    expect(leftOut('DeviceRegistryEvents', program, own)).toEqual([
      'InitiatingProcessAccountName',
      'RegistryValueData',
    ]);
    const key = {
      ...only('ObjectName_', String.raw`*\SAM`),
      tests: ['ObjectName_', 'SubjectUserName'],
    };
    expect(leftOut('SecurityEvent', key, ['SubjectUserName', 'ObjectName'])).toEqual([]);
    const extension = only('RegistryValueData', '*.scr');
    expect(
      leftOut('_Im_RegistryEvent', extension, ['RegistryValueData', 'ActingProcessName']),
    ).toContain('RegistryValueData');
  });

  it('name no column that some matches leave empty', () => {
    const event = (...ids: string[]) => only('EventID', ...ids);
    expect(linesOf('SecurityEvent', event('4692'))?.survey).toContain('by Account\n');
    const started = ['Account', 'ParentProcessName'];
    expect(leftOut('SecurityEvent', event('4688'), started)).toEqual([...started, 'CommandLine']);
    expect(leftOut('SecurityEvent', event('4688', '4697'), ['ParentProcessName'])).toEqual([]);
    expect(leftOut('SecurityEvent', event('5145'), ['Account', 'IpAddress'])).toEqual([
      'Account',
      'IpAddress',
    ]);
    const own = ['SubjectUserName', 'ProcessName'];
    expect(leftOut('SecurityEvent', event('4663'), own)).toEqual([...own, 'ObjectName']);
    expect(linesOf('_Im_AlertEvent', {}, [], 'm365')?.survey).toContain('by Username\n');
  });

  it('leave out on one host, until somebody says that it is honest on all', () => {
    const { exclusion } = linesOf('DeviceProcessEvents', {}, who) ?? {};
    expect(exclusion).toContain('// Drop DeviceName only if the same is honest on every host');
    expect(exclusion).toMatch(/ and DeviceName =~ @"<DeviceName>"\)$/);
  });

  it('take a command line with quotes and line breaks as it is', () => {
    expect(linesOf('DeviceProcessEvents', {}, who)?.exclusion).toContain(
      'ProcessCommandLine =~ ```<ProcessCommandLine>```',
    );
  });

  it('leave nothing out where that could silence the rule', () => {
    const few = linesOf('DeviceProcessEvents', {
      passes: null,
      columns: ['Timestamp', 'AccountName'],
    });
    expect(few?.survey).toContain('by AccountName');
    expect(few?.exclusion).toBeNull();
  });

  it('need a column to count by, and the time', () => {
    const without = { passes: null, columns: ['AccountName'] };
    expect(linesOf('DeviceProcessEvents', without)).toBeNull();
    const withoutAlert = {
      passes: null,
      columns: ['Timestamp', 'Title'],
      ...only('Title', 'An alert'),
    };
    expect(linesOf('AlertInfo', withoutAlert)).toBeNull();
    const file = fileOf('DeviceProcessEvents');
    expect(tuningLines(file, { target: 'defender-xdr', facts: null })).toBeNull();
  });

  it('count by what the file names otherwise where none of its columns tells anything', () => {
    const alerts = linesOf('AlertInfo', only('Title', 'An alert'));
    expect(alerts?.survey).toMatch(/\| join [^\n]* on AlertId\n\| summarize [^\n]*\n {4}by User\n/);
    expect(alerts?.exclusion).toBeNull();
    const cisco = linesOf('Syslog', {}, [], 'cisco');
    expect(cisco?.survey).toContain('    Command = coalesce(');
    expect(cisco?.exclusion).toContain(
      '| where not(User =~ ```<User>``` and Command =~ ```<Command>``` and Computer =~ @"<Computer>")',
    );
    expect(linesOf('Syslog', {}, [])?.survey).toContain('by ProcessName, Message\n');
  });

  it('make a column that the query does not make, and leave out by it alone if it says what was done', () => {
    const made = (name: string) => `${name} = extract("x", 1, EventData)`;
    const file = linesOf('Event', { tests: ['EventID'] }, [made('FilePath')]);
    expect(file?.survey).toContain('| extend FilePath = extract("x", 1, EventData)\n| summarize');
    expect(
      file?.exclusion,
    ).toBe(`// Leaves out one combination that you know; add a line for each further one
| extend FilePath = extract("x", 1, EventData)
| where not(FilePath =~ \`\`\`<FilePath>\`\`\` and Computer =~ @"<Computer>")`);
    expect(linesOf('Event', { tests: ['EventID'] }, [made('User')])?.exclusion).toBeNull();
  });
});
