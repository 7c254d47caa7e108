/*
 * Who may import whom. A line names rooms, and the rooms above them that they may import; `above` means
 * all of those. The rooms on the first line may import each other, and every room may import them. A
 * room is a folder or file of `lib`, or one of TOP. Type-only imports count. Decision 0012 says why.
 */
/** @type {Record<string, string>} */
export const GRAPH = {
  'bounded-fetch retry-after severity question-topic look-up diagnostic-codes diagnostic target text address own-value own-tables group-by long-lists uuid client-network base-path sign-in-settings':
    '',
  'content env highlight yaml-file kql attack': '',
  'log-sources': 'content yaml-file',
  sigma: 'log-sources',
  translate: 'yaml-file log-sources kql sigma',
  events: 'content yaml-file log-sources kql sigma',
  proof: 'yaml-file log-sources kql sigma translate events',
  changes: 'log-sources sigma events proof',
  enrich: 'content yaml-file log-sources attack sigma translate proof',
  'model-text': 'yaml-file sigma enrich',
  'model-client': 'enrich model-text',
  deploy: 'content yaml-file kql attack sigma translate enrich',
  pivots: 'content yaml-file kql',
  'look-ups': 'yaml-file log-sources kql sigma translate',
  engines: '',
  'deploy-tools': 'content yaml-file deploy',
  glossary: 'content translate proof',
  knowledge: 'content yaml-file log-sources kql translate events',
  catalog:
    'content env log-sources kql attack sigma translate events proof changes enrich deploy deploy-tools pivots look-ups knowledge model-text yaml-file',
  workbench:
    'content highlight log-sources kql attack sigma translate events proof enrich deploy deploy-tools knowledge',
  mcp: 'log-sources attack proof changes enrich deploy deploy-tools glossary translate catalog workbench',
  api: 'env log-sources proof changes enrich deploy deploy-tools glossary translate catalog mcp/citation mcp/rule',
  ingest:
    'content log-sources kql attack sigma translate events proof changes enrich deploy knowledge yaml-file catalog/client catalog/database catalog/file catalog/migrate catalog/source-link catalog/stored catalog/generated',
  web: 'env',
  'sign-in': 'web',
  webhooks: 'sigma changes yaml-file catalog',
  tooling: 'above',
  commands: 'above',
  components:
    'highlight attack sigma translate proof enrich deploy pivots model-text catalog workbench api',
  app: 'deploy-tools mcp api glossary highlight attack translate deploy catalog workbench web components',
  proxy: 'catalog/file catalog/watch-catalog web',
  e2e: 'sign-in/provider-fixture',
};

/** @type {Record<string, string>} */
const TOP = { components: '^components/', app: '^app/', e2e: '^e2e/', proxy: '^proxy\\.ts$' };

/** Rooms that use files, the network, the database or the clock. Every other room of `lib` is pure. */
const IMPURE =
  'content bounded-fetch retry-after engines model-client catalog workbench mcp api sign-in webhooks ingest tooling commands'.split(
    ' ',
  );

/** Node modules that a pure room may use. */
const PURE_MODULES = '^(node:)?(crypto|module|path|url|worker_threads)$';

/** Constants and small pure functions of `lib` that a component may use as values. */
const VOCABULARY = [
  'base-path',
  'diagnostic',
  'severity',
  'target',
  'text',
  'group-by',
  'highlight',
  'own-tables',
  'attack/notice',
  'attack/shades',
  'catalog/axes',
  'catalog/best-rules',
  'catalog/changes/kinds',
  'catalog/feed-filter',
  'catalog/licence',
  'catalog/line-diff',
  'catalog/query-choice',
  'catalog/selection',
  'catalog/shown-query',
  'model-text/types',
  'proof/types',
  'translate/types',
  'translate/value-lists',
  'deploy/rendered-file',
  'deploy/types',
  'enrich/note-basis',
];

/** Tests, and the helpers that only tests may use. The fuzzer's thread is one of them. */
const TESTS =
  '\\.test\\.tsx?$|/([a-z-]*fixture|[a-z-]*double|samples|sync-process)\\.ts$|^lib/tooling/fuzz/(kinds/|fuzz-worker)';
const OURS = '^(lib|components|app|e2e|content)/|^proxy\\.ts$';
const GENERATED = '^lib/catalog/generated/';

const place = (room) => TOP[room] ?? `^lib/${room}[./]`;
const title = (room) => (Object.hasOwn(TOP, room) ? room : `lib/${room}`);

/**
 * The graph, line by line.
 * @returns {Map<string, string[]>} each room with the rooms that it may import. Throws if a line names
 * a room that is not above it, so that the graph itself has no circle.
 */
export function readGraph(graph = GRAPH) {
  const rooms = new Map();
  let shared = [];
  for (const [names, list] of Object.entries(graph)) {
    const above = [...rooms.keys()];
    const allowed = list === 'above' ? above : list.split(' ').filter(Boolean);
    for (const room of allowed) {
      if (!rooms.has(room.split('/')[0])) throw new Error(`${names} names ${room}, not above it`);
    }
    const line = names.split(' ');
    if (above.length === 0) shared = line;
    for (const room of line) {
      rooms.set(
        room,
        [...new Set([...shared, ...allowed])].filter((other) => other !== room),
      );
    }
  }
  return rooms;
}

function roomRule([room, allowed]) {
  const list = allowed.map(title).join(', ') || 'no other room';
  return {
    name: `what ${title(room)} imports`,
    comment:
      `${title(room)} may import ${list}; types count. Take what you need as an argument, or move ` +
      'the shared code to a room that both may import. To change who may import whom, edit GRAPH in ' +
      'lib/tooling/import-graph.mjs and say why in the commit.',
    severity: 'error',
    from: { path: place(room), pathNot: TESTS },
    to: { path: OURS, pathNot: [place(room), ...allowed.map(place)] },
  };
}

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The pure rooms of `lib`, in the graph's order. */
export function pureRooms(graph = GRAPH) {
  return [...readGraph(graph).keys()].filter(
    (room) => !Object.hasOwn(TOP, room) && !IMPURE.includes(room),
  );
}

/** The rules for dependency-cruiser that follow from the graph. */
export function importRules(graph = GRAPH) {
  const rooms = readGraph(graph);
  const pure = pureRooms(graph);
  return [
    ...[...rooms].map(roomRule),
    rule(
      'no circles',
      'These files import each other, if only for a type. Move what both need to a third file.',
      { pathNot: GENERATED },
      { circular: true },
    ),
    rule(
      'pure rooms compute',
      'This room works on its arguments and uses no file, network, database or clock. Let the caller ' +
        'read the data and pass it in.',
      { path: pure.map(place), pathNot: TESTS },
      { dependencyTypes: ['core'], pathNot: PURE_MODULES },
    ),
    rule(
      'only the catalog knows the database',
      'This room must not reach the database or the web framework. Let lib/catalog or lib/ingest do it, ' +
        'and pass the result in.',
      { path: pure.map(place), pathNot: TESTS },
      { path: '^node_modules/(@prisma|prisma|better-sqlite3|next|react)' },
    ),
    rule(
      'content is read in one place',
      'Only lib/content.ts reads content/. Use contentText, contentTexts or contentJson.',
      { pathNot: ['^content/', '^lib/content\\.ts$'] },
      { path: '^content/' },
    ),
    rule(
      'components get plain data',
      'A component imports types from lib, and values only from the files in VOCABULARY in ' +
        'lib/tooling/import-graph.mjs. Let the page read the data and pass it as props.',
      { path: TOP.components, pathNot: TESTS },
      {
        path: '^lib/',
        pathNot: VOCABULARY.map((file) => `^lib/${file}[./]`),
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'lib knows no page',
      'lib runs without the web: it imports nothing from app, components, e2e or proxy.ts, not in tests either.',
      { path: '^lib/' },
      { path: Object.values(TOP) },
    ),
    rule(
      'test helpers stay in tests',
      'Only tests import fixtures and doubles. Move what the program needs out of the helper.',
      { pathNot: [TESTS, TOP.e2e] },
      { path: TESTS },
    ),
    rule(
      'every import resolves',
      'The import leads nowhere, so that no rule can judge it. Run npm run generate, or correct the path.',
      {},
      { couldNotResolve: true },
    ),
  ];
}
