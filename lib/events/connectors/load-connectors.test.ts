import { describe, expect, it } from 'vitest';
import { EventReader } from './event-reader';
import { loadConnectors } from './load-connectors';

function problems(text: string, path = 'Acme_CL.yml', others: [string, string][] = []): string[] {
  const files = [[path, text], ...others].map(([name = '', body = '']) => ({
    path: name,
    text: body,
  }));
  return loadConnectors(files).problems.map(({ message }) => message);
}

const HEAD = `connectors:
  - logsources:
      - { product: acme, service: audit }
    target: sentinel
    source: https://docs.test/acme
    time: TimeGenerated
`;

describe('loading connectors', () => {
  it('compiles a file into connectors for the table in its name', () => {
    const text = `${HEAD}    columns:\n      Name: user.name\n`;
    const { connectors, problems: none } = loadConnectors([{ path: 'Acme_CL.yml', text }]);
    expect(none).toEqual([]);
    expect(connectors).toMatchObject([
      { table: 'Acme_CL', target: 'sentinel', source: 'https://docs.test/acme' },
    ]);
  });

  it('reports text that is not YAML', () => {
    expect(problems('connectors:\n  - [')[0]).toMatch(/^Acme_CL\.yml:\d+ is not YAML: /);
  });

  it('reports a key that the format does not have', () => {
    expect(problems(`${HEAD}    colums:\n      Name: user\n`)).toEqual([
      'Acme_CL.yml:7 connectors.0.colums: Unrecognized key: "colums"',
    ]);
  });

  it('reports a missing source at its entry', () => {
    const text = HEAD.replace('    source: https://docs.test/acme\n', '');
    expect(problems(text)).toEqual([
      'Acme_CL.yml:2 connectors.0.source: Invalid input: expected string, received undefined',
    ]);
  });

  it('reports a column with no source or with two', () => {
    expect(problems(`${HEAD}    columns:\n      A: { as: value }\n`)).toEqual([
      'Acme_CL.yml:8 connectors.0.columns.A: needs exactly one of from, whole, object, computed, ' +
        'constant; has none of them',
    ]);
    expect(problems(`${HEAD}    columns:\n      A: { from: a, constant: b }\n`)[0]).toContain(
      'has from and constant',
    );
  });

  it('reports a misspelled key or form inside a column', () => {
    expect(problems(`${HEAD}    columns:\n      A: { from: a, fom: b }\n`)).toEqual([
      'Acme_CL.yml:8 connectors.0.columns.A.fom: Unrecognized key: "fom"',
    ]);
    expect(problems(`${HEAD}    columns:\n      A: { from: a, as: number }\n`)[0]).toMatch(
      /^Acme_CL\.yml:8 connectors\.0\.columns\.A\.as: Invalid option: expected one of "text"/,
    );
  });

  it('reports a computation or a table of values that does not exist', () => {
    expect(problems(`${HEAD}    columns:\n      A: { computed: magic }\n`)[0]).toMatch(
      /^Acme_CL\.yml:8 connectors\.0\.columns\.A\.computed: Invalid option/,
    );
    expect(problems(`${HEAD}    columns:\n      A: { from: a, values: words }\n`)).toEqual([
      "Acme_CL.yml:8 connectors.0.columns.A.values: values.yml has no 'words'",
    ]);
    expect(problems(`${HEAD}    only:\n      - { field: a, in: words }\n`)).toEqual([
      "Acme_CL.yml:8 connectors.0.only.0.in: values.yml has no 'words'",
    ]);
  });

  it('finds a table of values in values.yml', () => {
    const text = `${HEAD}    columns:\n      A: { from: a, values: words }\n`;
    const words = 'words:\n  source: https://docs.test/words\n  values: { a: b }\n';
    expect(problems(text, 'Acme_CL.yml', [['values.yml', words]])).toEqual([]);
  });

  it('reports a log source that a table already has', () => {
    expect(problems(`${HEAD}${HEAD.replace('connectors:\n', '')}`)).toEqual([
      'Acme_CL.yml:8 connectors.1.logsources.0: Acme_CL already has a row for this log source',
    ]);
  });

  it('builds entries on presets of the file and of presets.yml', () => {
    const shared =
      'base:\n  target: sentinel\n  time: TimeGenerated\n  constants: { Type: Old, Level: info }\n';
    const text = `presets:
  acme:
    source: https://docs.test/acme
    columns: { Name: user.name }
connectors:
  - use: [base, acme]
    logsources: [{ product: acme }]
    constants: { Type: Acme_CL }
`;
    const { connectors, problems: none } = loadConnectors([
      { path: 'Acme_CL.yml', text },
      { path: 'presets.yml', text: shared },
    ]);
    expect(none).toEqual([]);
    const source = { product: 'acme', category: null, service: null };
    const event = new EventReader({ ...source, event: { 'user.name': 'ann' } });
    expect(connectors[0]?.row(event)).toEqual({ Type: 'Acme_CL', Level: 'info', Name: 'ann' });
  });

  it('reports a preset that does not exist, is unused, or leaves out a key', () => {
    expect(problems(HEAD.replace('  - logsources', '  - use: acme\n    logsources'))).toEqual([
      "Acme_CL.yml:2 connectors.0.use: no preset is called 'acme'",
    ]);
    expect(problems(`presets:\n  acme: { time: TimeGenerated }\n${HEAD}`)).toEqual([
      'Acme_CL.yml:2 presets.acme: no entry uses this preset',
    ]);
    const entry = 'connectors:\n  - use: acme\n    logsources: [{ product: acme }]\n';
    const preset = 'presets:\n  acme: { target: sentinel, time: TimeGenerated }\n';
    expect(problems(preset + entry)).toEqual([
      'Acme_CL.yml:4 connectors.0.source: Invalid input: expected string, received undefined',
    ]);
  });

  it('reports a log source that names nothing', () => {
    expect(problems(HEAD.replace('{ product: acme, service: audit }', '{}'))).toEqual([
      'Acme_CL.yml:3 connectors.0.logsources.0: names no log source',
    ]);
  });

  it('skips the file with the problem and keeps the others', () => {
    const { connectors } = loadConnectors([
      { path: 'A_CL.yml', text: 'connectors: 7' },
      { path: 'B_CL.yml', text: HEAD },
    ]);
    expect(connectors.map(({ table }) => table)).toEqual(['B_CL']);
  });
});
