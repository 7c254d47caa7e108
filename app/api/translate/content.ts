import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSchemas, type Schemas } from '@/lib/kql';
import { loadMappings, type Mappings, TARGETS } from '@/lib/translate';

const CONTENT = path.join(process.cwd(), 'content');

/** What the translator knows: the tables of `content/schemas`, the mappings of `content/mappings`. */
export function readContent(): { schemas: Schemas; mappings: Mappings } {
  const read = (...names: string[]) => readFileSync(path.join(CONTENT, ...names), 'utf8');
  const schema = (name: string): unknown => JSON.parse(read('schemas', name));
  const schemas = readSchemas({
    logAnalytics: schema('log-analytics.json'),
    defenderXdr: schema('defender-xdr.json'),
    asim: schema('asim.json'),
  });
  const files = TARGETS.flatMap((target) =>
    readdirSync(path.join(CONTENT, 'mappings', target))
      .filter((name) => name.endsWith('.yml'))
      .map((name) => `${target}/${name}`),
  );
  const texts = ['sources.yml', 'presets.yml', ...files].map((file) => ({
    path: file,
    text: read('mappings', file),
  }));
  return { schemas, mappings: loadMappings(texts, schemas).mappings };
}
