import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { readSchemas } from '@/lib/knowledge';
import { columnsOf, createChecker } from '@/lib/kql';
import { TARGETS } from '@/lib/target';
import type { TableEntities } from './knowledge';
import { loadDeployKnowledge } from './load-knowledge';

const knowledge = readDeployKnowledge();
const schemas = readSchemas();
const entries = [...new Set(knowledge.entities.values())];

/** Every column that an entry takes from the result of a query. */
function columnsIn({ made, entities, graph, details, title }: TableEntities): Set<string> {
  return new Set([
    ...made.flatMap(({ needs }) => needs),
    ...[...entities, ...graph].flatMap(({ columns }) => [...columns.values()]),
    ...details.values(),
    ...(title ? [title.column] : []),
  ]);
}

/** The targets that have a table. */
function placesOf(table: string) {
  return TARGETS.filter((target) => target !== 'sentinel-asim' || table.startsWith('_Im_')).flatMap(
    (target) => {
      const columns = columnsOf(schemas, target, table);
      return columns ? [{ table, target, columns }] : [];
    },
  );
}

describe('content/entities', () => {
  it.each(entries.map((entry) => [entry.tables.join(), entry] as const))(
    'names only columns that the tables of %s have',
    (_, entry) => {
      const own = new Set([...entry.made.map(({ column }) => column), ...entry.computed]);
      for (const table of entry.tables) {
        const places = placesOf(table);
        expect(places, table).not.toEqual([]);
        for (const { columns, target } of places) {
          const missing = [...columnsIn(entry)].filter(
            (column) => !own.has(column) && !Object.hasOwn(columns, column),
          );
          expect(missing, `${table} on ${target}`).toEqual([]);
          const shadowed = [...own].filter((column) => Object.hasOwn(columns, column));
          expect(shadowed, `${table} on ${target}`).toEqual([]);
        }
      }
    },
  );

  it('makes columns that Microsoft’s parser accepts', () => {
    const { check } = createChecker(schemas);
    for (const entry of entries) {
      for (const { table, target } of entry.tables.flatMap(placesOf)) {
        const computed = [...entry.computed].map((name) => `| extend ${name} = ''`);
        const made = entry.made.map(
          ({ column, expression }) => `| extend ${column} = ${expression}`,
        );
        const kql = [table, ...computed, ...made].join('\n');
        expect(check(kql, target), kql).toEqual([]);
      }
    }
  });

  it('names only entities and identifiers that the services know', () => {
    for (const { tables, entities, graph } of entries) {
      for (const [list, known] of [
        [entities, knowledge.identifiers.sentinel],
        [graph, knowledge.identifiers.graph],
      ] as const) {
        for (const { type, columns } of list) {
          const identifiers = known.get(type)?.identifiers;
          const unknown = [...columns.keys()].filter((name) => !identifiers?.has(name));
          expect(unknown, `${type} of ${tables}`).toEqual([]);
        }
      }
    }
  });

  it('stays within three identifiers for an entity', () => {
    const many = entries.flatMap(({ entities }) =>
      entities.filter(({ columns }) => columns.size > knowledge.limits.entityIdentifiers),
    );
    expect(many).toEqual([]);
  });
});

describe('content/deploy', () => {
  it('has connectors of known tables', () => {
    const unknown = [...knowledge.connectors.keys()].filter(
      (table) => !columnsOf(schemas, 'sentinel', table),
    );
    expect(unknown).toEqual([]);
  });

  it('names a former technique only for one that is new', () => {
    const { former, newer } = knowledge.attack;
    expect([...former.keys()].filter((id) => !newer.has(id))).toEqual([]);
    expect([...former.values()].filter((id) => newer.has(id))).toEqual([]);
  });
});

describe('loadDeployKnowledge', () => {
  const entities = contentTexts('entities');
  const deploy = contentTexts('deploy');
  const loadWith = (path: string, text: string) =>
    loadDeployKnowledge({ entities: [...entities, { path, text }], deploy });

  it('refuses a table in two files', () => {
    const text = 'tables: [Event]\nsources: [{ title: t, url: "https://example.org" }]\n';
    expect(() => loadWith('zz.yml', text)).toThrow('zz.yml:1 tables.0: Event is in another file');
  });

  it('refuses a split that split.yml does not have', () => {
    const text =
      'tables: [X]\nsources: [{ title: t, url: "https://example.org" }]\nextend: [{ split: no, of: A }]\n';
    expect(() => loadWith('zz.yml', text)).toThrow('split.yml has no no');
  });

  it('refuses a source that sources.yml does not have', () => {
    const changed = deploy.map((file) =>
      file.path === 'connectors.yml'
        ? { ...file, text: file.text.replace('source: azure-sentinel', 'source: nowhere') }
        : file,
    );
    expect(() => loadDeployKnowledge({ entities, deploy: changed })).toThrow(
      'sources.yml has no nowhere',
    );
  });

  it('says which file is missing', () => {
    expect(() => loadDeployKnowledge({ entities, deploy: deploy.slice(1) })).toThrow(
      'attack.yml is missing',
    );
  });
});
