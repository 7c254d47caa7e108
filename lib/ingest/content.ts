import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSchemas as parseSchemas, type Schemas } from '@/lib/kql';
import { type MappingText, TARGETS } from '@/lib/translate';

/** The repository's `content/`: where the pure functions' data is read from. */
export const CONTENT = fileURLToPath(new URL('../../content', import.meta.url));

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

/** The tables and parsers of `content/schemas`. */
export function readSchemas(content: string = CONTENT): Schemas {
  const json = (name: string): unknown =>
    JSON.parse(readFileSync(join(content, 'schemas', name), 'utf8'));
  return parseSchemas({
    logAnalytics: json('log-analytics.json'),
    defenderXdr: json('defender-xdr.json'),
    asim: json('asim.json'),
  });
}
