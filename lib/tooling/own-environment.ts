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

/** The environment of a process that uses the catalog at `url`, as DATABASE_URL has it, without the operator's other settings. */
export function environmentOf(url: string): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !OURS.includes(name));
  return {
    ...Object.fromEntries(rest),
    NODE_ENV: 'production',
    DATABASE_URL: url,
    // The server makes no page that nobody asks for.
    WARM: '0',
    // A bench asks more than any client.
    API_LIMIT: '0',
  };
}
