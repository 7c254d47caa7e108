import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRules, pureRooms, readGraph } from './import-graph.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const CRUISE = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = path.join(ROOT, '.dependency-cruiser.mjs');
const TSCONFIG = { compilerOptions: { moduleResolution: 'bundler', paths: { '@/*': ['./*'] } } };

interface Report {
  readonly summary: {
    readonly violations: { rule: { name: string }; from: string; to: string }[];
  };
}

/** What `npm run imports` finds in a repository of these files: `rule: from → to`, sorted. */
function violations(files: Record<string, string>): string[] {
  const tree = mkdtempSync(path.join(tmpdir(), 'import-graph-'));
  const all = { ...files, 'tsconfig.json': JSON.stringify(TSCONFIG) };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
    writeFileSync(path.join(tree, name), text);
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [CRUISE, '.', '--config', CONFIG, '--output-type', 'json'],
    { cwd: tree, encoding: 'utf8' },
  );
  rmSync(tree, { recursive: true });
  expect(stderr).toBe('');
  const { summary } = JSON.parse(stdout) as Report;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

describe('the import graph', () => {
  it('has a line for every room of lib', () => {
    const rooms = readGraph();
    const missing = readdirSync(path.join(ROOT, 'lib'))
      .map((entry) => entry.split('.')[0] ?? '')
      .filter((room) => !rooms.has(room));
    expect(missing).toEqual([]);
  });

  it('refuses a line that names a room below it', () => {
    expect(() => readGraph({ sigma: 'kql', kql: '' })).toThrow('sigma names kql');
  });

  it('has an explanation for every rule', () => {
    for (const { name, comment } of importRules()) expect(comment, name).toMatch(/^.{40,}\.$/);
  });

  it('has the same pure rooms as the configuration of the linter', () => {
    const plugin = readFileSync(path.join(import.meta.dirname, 'no-clock.grit'), 'utf8');
    expect(plugin).toContain(`lib/(?:${pureRooms().join('|')})[./]`);
  });
});

describe('npm run imports', () => {
  it('accepts what the graph allows', () => {
    const files = {
      'lib/diagnostic.ts': 'export interface Diagnostic { code: string }',
      'lib/kql/tree.ts': "import type { Diagnostic } from '@/lib/diagnostic';",
      'lib/kql/tree.test.ts': "import { readFileSync } from 'node:fs'; import '@/lib/sigma/types';",
      'lib/sigma/types.ts': "import { createHash } from 'node:crypto';",
      'lib/content.ts': "import { readFileSync } from 'node:fs';",
      'lib/catalog/feed-filter.ts': 'export const FACETS = [];',
      'lib/catalog/rule.ts': 'export interface RulePage { title: string }',
      'components/feed.tsx':
        "import { FACETS } from '@/lib/catalog/feed-filter'; import type { RulePage } from '@/lib/catalog/rule';",
      'app/page.tsx': "import '@/components/feed'; import '@/lib/catalog/rule';",
    };
    expect(violations(files)).toEqual([]);
  });

  it('reports each kind of import that the graph forbids, and nothing else', () => {
    const files = {
      'lib/kql/value.ts': "import '@/lib/sigma/b';",
      'lib/kql/type.ts': "import type { B } from '../sigma/b';",
      'lib/ingest/reader.ts': "import '@/lib/catalog/b';",
      'app/sync.ts': "import '@/lib/ingest/b';",
      'e2e/inside.ts': "import '@/lib/env';",
      'proxy.ts': "import '@/lib/catalog/b';",
      'lib/sigma/file.ts': "import 'node:fs';",
      'lib/proof/network.ts': "import 'node:http';",
      'lib/events/clock.ts': "import 'node:timers';",
      'lib/events/table.ts': "import 'better-sqlite3';",
      'lib/enrich/facts.test.ts': "import '@/content/b';",
      'components/value.tsx': "import { b } from '@/lib/catalog/b';",
      'lib/kql/page.test.ts': "import '@/components/b';",
      'lib/attack/helper.ts': "import './fixture';",
      'lib/kql/gone.ts': "import './nowhere';",
      'lib/translate/one.ts': "import type { Two } from './two'; export interface One { two: Two }",
      'lib/translate/two.ts': "import type { One } from './one'; export interface Two { one: One }",
    };
    const targets = {
      'lib/sigma/b.ts': 'export interface B {}',
      'lib/catalog/b.ts': 'export const b = 1;',
      'lib/ingest/b.ts': '',
      'lib/env.ts': '',
      'lib/attack/fixture.ts': '',
      'node_modules/better-sqlite3/index.js': '',
      'content/b.ts': '',
      'components/b.tsx': '',
    };
    expect(violations({ ...files, ...targets })).toEqual([
      'components get plain data: components/value.tsx → lib/catalog/b.ts',
      'content is read in one place: lib/enrich/facts.test.ts → content/b.ts',
      'every import resolves: lib/kql/gone.ts → ./nowhere',
      'lib knows no page: lib/kql/page.test.ts → components/b.tsx',
      'no circles: lib/translate/one.ts → lib/translate/two.ts',
      'only the catalog knows the database: lib/events/table.ts → node_modules/better-sqlite3/index.js',
      'pure rooms compute: lib/events/clock.ts → timers',
      'pure rooms compute: lib/proof/network.ts → http',
      'pure rooms compute: lib/sigma/file.ts → fs',
      'test helpers stay in tests: lib/attack/helper.ts → lib/attack/fixture.ts',
      'what app imports: app/sync.ts → lib/ingest/b.ts',
      'what e2e imports: e2e/inside.ts → lib/env.ts',
      'what lib/ingest imports: lib/ingest/reader.ts → lib/catalog/b.ts',
      'what lib/kql imports: lib/kql/type.ts → lib/sigma/b.ts',
      'what lib/kql imports: lib/kql/value.ts → lib/sigma/b.ts',
      'what proxy imports: proxy.ts → lib/catalog/b.ts',
    ]);
  });
});
