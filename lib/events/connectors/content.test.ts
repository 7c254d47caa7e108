import { load as loadYaml } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { contentText, contentTexts } from '@/lib/content';
import { readSchemas } from '@/lib/knowledge';
import type { Target } from '@/lib/target';
import { tableSchemas } from '../table-schemas';
import { applyPresets, presetsFor, usedPresets } from './apply-presets';
import { AUDITD_CONNECTORS } from './auditd';
import { EventReader } from './event-reader';
import {
  type ColumnEntry,
  type ConnectorEntry,
  connector,
  connectorFile,
  connectorPresetsFile,
  connectorValuesFile,
} from './file-schema';
import { loadConnectors } from './load-connectors';

const files = contentTexts('connectors');
const schemas = readSchemas();
const values = connectorValuesFile.parse(
  loadYaml(files.find(({ path }) => path === 'values.yml')?.text ?? ''),
);
const shared = new Map(
  Object.entries(
    connectorPresetsFile.parse(
      loadYaml(files.find(({ path }) => path === 'presets.yml')?.text ?? ''),
    ),
  ),
);
const tableFiles = files
  .filter(({ path }) => path !== 'values.yml' && path !== 'presets.yml')
  .map(({ path, text }) => ({ path, file: connectorFile.parse(loadYaml(text)) }));
const entries = tableFiles.flatMap(({ path, file }) =>
  file.connectors.flatMap((written) => {
    const entry = connector.parse(applyPresets(written, presetsFor(file, shared)));
    return [path.replace('.yml', ''), ...(entry.alsoIn ?? [])].map((table) => ({ table, entry }));
  }),
);

const NUMBERS = ['int', 'long', 'real', 'decimal'];
/** Text becomes a number, a boolean or a time where the column has such a type. */
const FROM_TEXT = ['string', 'bool', 'datetime', 'guid', ...NUMBERS];

function typesOf(value: unknown): readonly string[] {
  if (typeof value === 'number') return NUMBERS;
  return typeof value === 'boolean' ? ['bool'] : ['string'];
}

/** The column types that fit an entry's value. */
function typesFor(entry: ColumnEntry): readonly string[] {
  if (typeof entry === 'string' || Array.isArray(entry)) return FROM_TEXT;
  if (entry.values !== undefined) {
    const pairs = typeof entry.values === 'string' ? values[entry.values]?.values : entry.values;
    const all = [
      ...Object.values(pairs ?? {}),
      ...(entry.absent === undefined ? [] : [entry.absent]),
    ];
    return FROM_TEXT.filter((type) => all.every((value) => typesOf(value).includes(type)));
  }
  if (entry.constant !== undefined) return typesOf(entry.constant);
  const isStructure = entry.object !== undefined || entry.whole === 'event';
  const form = entry.as ?? (entry.from === undefined ? 'value' : 'text');
  if (form === 'parsed' || form === 'list' || (form === 'value' && isStructure)) return ['dynamic'];
  if (form !== 'value') return FROM_TEXT;
  return entry.whole === 'line' ? ['string'] : [...FROM_TEXT, 'dynamic'];
}

/** The columns of an entry, each with the types that fit it. */
function columnsOf(entry: ConnectorEntry): [column: string, types: readonly string[]][] {
  return [
    ...[entry.time].flat().map((column): [string, readonly string[]] => [column, ['datetime']]),
    ...Object.entries(entry.constants ?? {}).map(([column, value]): [string, readonly string[]] => [
      column,
      typesOf(value),
    ]),
    ...Object.entries(entry.columns ?? {}).map(([column, read]): [string, readonly string[]] => [
      column,
      typesFor(read),
    ]),
  ];
}

function columnTypes(target: Target, table: string): Readonly<Record<string, string>> {
  const columns = tableSchemas(schemas, target)[table];
  if (!columns) throw new Error(`${target} has no table ${table}`);
  return columns;
}

describe('content/connectors', () => {
  it('loads without a problem', () => {
    expect(loadConnectors(files).problems).toEqual([]);
    expect(entries.length).toBeGreaterThan(100);
  });

  it.each(entries)('$table of $entry.target has every column, of a type that fits', (one) => {
    const types = columnTypes(one.entry.target, one.table);
    for (const [column, suitable] of columnsOf(one.entry)) {
      expect(Object.hasOwn(types, column), column).toBe(true);
      expect(suitable, column).toContain(types[column]);
    }
  });

  it('fills each column of a row in one way', () => {
    for (const { table, entry } of entries) {
      const columns = columnsOf(entry).map(([column]) => column);
      expect(columns, table).toEqual([...new Set(columns)]);
    }
  });

  it('uses every preset of presets.yml', () => {
    const used = tableFiles.flatMap(({ file }) => file.connectors.flatMap(usedPresets));
    for (const name of shared.keys()) expect(used).toContain(name);
  });

  it('uses every table of values.yml', () => {
    const used = JSON.stringify(entries.map(({ entry }) => entry));
    for (const name of Object.keys(values)) expect(used).toContain(`"${name}"`);
  });
});

it('makes the row that the README shows for its example', () => {
  const readme = contentText('connectors/README.md');
  const [, text = ''] = /```yaml\n(connectors:.*?)```/s.exec(readme) ?? [];
  const [, event = ''] = /The event `([^`]*)`/.exec(readme) ?? [];
  const { connectors, problems } = loadConnectors([{ path: 'AcmeAudit_CL.yml', text }]);
  expect(problems).toEqual([]);
  const source = { product: 'acme', category: null, service: 'audit' };
  const row = connectors[0]?.row(new EventReader({ ...source, event: JSON.parse(event) }));
  const shown = [...readme.matchAll(/^\| (\w+) \| ([^|]*) \|$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  for (const [column, value] of Object.entries(row ?? {})) {
    const text = typeof value === 'object' ? JSON.stringify(value).replaceAll(':', ': ') : value;
    expect(shown).toContainEqual([column, String(text)]);
  }
  expect(Object.keys(row ?? {})).toHaveLength(7);
});

describe('connectors of the audit system', () => {
  const records = [
    { type: 'EXECVE', a0: 'nc', time: '2026-01-01T00:00:00Z' },
    { type: 'PATH', name: '/etc/x' },
  ].map((event) => new EventReader({ product: 'linux', category: null, service: 'auditd', event }));

  it.each(AUDITD_CONNECTORS)('fill only columns of $table', ({ target, table, row }) => {
    const types = columnTypes(target, table);
    const rows = records.map(row).filter((made) => made !== null);
    expect(rows.length).toBeGreaterThan(0);
    for (const made of rows) {
      expect(Object.keys(made).filter((column) => !Object.hasOwn(types, column))).toEqual([]);
    }
  });
});
