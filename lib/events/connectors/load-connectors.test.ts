import { describe, expect, it } from 'vitest';
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
  it('turns a file into connectors of the table that it is named after', () => {
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

  it('reports a column that is read in no way or in two', () => {
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

  it('reports a log source that names nothing', () => {
    expect(problems(HEAD.replace('{ product: acme, service: audit }', '{}'))).toEqual([
      'Acme_CL.yml:3 connectors.0.logsources.0: names no log source',
    ]);
  });

  it('leaves out the file with the problem and keeps the others', () => {
    const { connectors } = loadConnectors([
      { path: 'A_CL.yml', text: 'connectors: 7' },
      { path: 'B_CL.yml', text: HEAD },
    ]);
    expect(connectors.map(({ table }) => table)).toEqual(['B_CL']);
  });
});
