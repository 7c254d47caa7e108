import process from 'node:process';

const OURS = [
  'DATABASE_URL',
  'ENRICH_MODEL_URL',
  'PLACEHOLDERS',
  'PUBLIC_URL',
  'SOURCES',
  'SYNC_EVERY',
  'SYNC_LIMIT',
  'SYNC_RULE_LIMIT',
  'SYNC_SOURCE',
  'SYNC_TOKEN',
  'TRUST_PROXY',
  'TUNING_DIR',
];

/** The environment of a process that uses this catalog, without the operator's other settings. */
export function environmentOf(databaseFile: string): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !OURS.includes(name));
  return {
    ...Object.fromEntries(rest),
    NODE_ENV: 'production',
    DATABASE_URL: `file:${databaseFile}`,
    // The server makes no page that the bench does not ask for.
    WARM: '0',
    // It asks more than any client.
    API_LIMIT: '0',
  };
}
