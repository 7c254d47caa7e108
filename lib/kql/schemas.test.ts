import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSchemas, sourcesOf } from './schemas';

const folder = join(import.meta.dirname, '../../content/schemas');
const reference = join(
  import.meta.dirname,
  '../../../shared/reference/kql-schemas/sigma-logsources.json',
);
const FILES = ['log-analytics.json', 'defender-xdr.json', 'asim.json'] as const;
const [logAnalytics, defenderXdr, asim] = FILES.map((name): unknown =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')),
);
const asimFilters: unknown = JSON.parse(readFileSync(join(folder, 'asim-filters.json'), 'utf8'));
const schemas = readSchemas({ logAnalytics, defenderXdr, asim, asimFilters });

interface LogSource {
  readonly targets: readonly { readonly platform: string; readonly source: string }[];
}

describe('the schema files', () => {
  it('stay small', () => {
    const size = FILES.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(size).toBeLessThan(700_000);
  });

  it('name parameters and columns that their parsers have', () => {
    const filtered = Object.values(schemas.asim).filter(
      ({ filters }) => Object.keys(filters).length > 0,
    );
    expect(filtered.length).toBeGreaterThan(0);
    for (const { filters, parameters, columns } of filtered) {
      for (const [parameter, { column }] of Object.entries(filters)) {
        expect(parameter).toMatch(/_has_(any|all)$/);
        expect(parameters).toHaveProperty(parameter, 'dynamic');
        expect(columns).toHaveProperty(column, 'string');
      }
    }
  });

  // The reference files are not part of the repository.
  it.skipIf(!existsSync(reference))('have every table that a Sigma log source maps to', () => {
    const logSources: LogSource[] = JSON.parse(readFileSync(reference, 'utf8'));
    const missing = new Set<string>();
    for (const { platform, source } of logSources.flatMap(({ targets }) => targets)) {
      if (source.startsWith('(')) continue;
      const target = platform === 'XDR' ? 'defender-xdr' : 'sentinel-asim';
      const known = sourcesOf(schemas, target);
      const named = source.match(/\b_?[A-Z]\w*_\w+\b|\b_Im_\w+|^[A-Z]\w+/g) ?? [];
      for (const name of named) if (!known.has(name)) missing.add(`${platform} ${name}`);
    }
    expect([...missing]).toEqual([]);
  });
});
