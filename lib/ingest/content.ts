import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MappingText, type Schemas, TARGETS } from '@/lib/translate';

/** The repository's `content/`: where the pure functions' data is read from. */
export const CONTENT = fileURLToPath(new URL('../../content', import.meta.url));

type Columns = Record<string, string>;

/** All YAML files of `content/mappings`, by their path below it. */
export function readMappingTexts(content: string = CONTENT): MappingText[] {
  const root = join(content, 'mappings');
  const paths = ['sources.yml', 'presets.yml'];
  for (const target of TARGETS) {
    for (const name of readdirSync(join(root, target)).sort()) {
      if (name.endsWith('.yml')) paths.push(`${target}/${name}`);
    }
  }
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/**
 * `content/schemas` as target → table → column → type. An ASIM parser stands under both of its names,
 * with the columns of its schema and those that parsers return beyond it.
 */
export function readSchemas(content: string = CONTENT): Schemas {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(join(content, 'schemas', name), 'utf8')) as T;
  const parsers = read<Record<string, { workspace: string; columns: Columns }>>('asim.json');
  const beyond = read<Record<string, { columns?: Columns }>>('asim-parsers.json');
  const asim: Record<string, Columns> = {};
  for (const [builtin, parser] of Object.entries(parsers)) {
    const columns = { ...parser.columns, ...beyond[builtin]?.columns };
    asim[builtin] = columns;
    asim[parser.workspace] = columns;
  }
  return {
    sentinel: read<Record<string, Columns>>('log-analytics.json'),
    'sentinel-asim': asim,
    'defender-xdr': read<Record<string, Columns>>('defender-xdr.json'),
  };
}
