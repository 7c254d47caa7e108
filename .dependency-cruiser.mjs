// The rules come from the graph in lib/tooling/import-graph.mjs.
import { importRules } from './lib/tooling/import-graph.mjs';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: importRules(),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^lib/catalog/generated/'] },
    exclude: { path: '^(\\.next[^/]*|data|test-results|playwright-report)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
