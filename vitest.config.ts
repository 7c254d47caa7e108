import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of the data layer, which run on both databases. */
const DATA_LAYER = [
  'lib/catalog/{coverage,get-rule-index,neighbours,unreadable-rows}.test.ts',
  'lib/catalog/{changes,deploy}/{changes,deployables}.test.ts',
  'lib/catalog/database/*.test.ts',
  'lib/ingest/{judge-changes,run,several-sources}.test.ts',
  'lib/ingest/write/*.test.ts',
  'lib/webhooks/deliver.test.ts',
];
/** The tests of what only PostgreSQL has. */
const POSTGRESQL = ['lib/**/postgresql-*.test.ts'];
const include = ['{lib,components,app,content}/**/*.test.{ts,tsx}'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    // Only to end what hangs: how long a test takes says nothing on a busy machine.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    projects: [
      { extends: true, test: { name: 'sqlite', include, exclude: POSTGRESQL } },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: [...DATA_LAYER, ...POSTGRESQL],
          env: { TEST_DATABASE: 'postgresql' },
          globalSetup: 'lib/tooling/test-postgresql.ts',
        },
      },
    ],
  },
});
