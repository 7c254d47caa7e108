import path from 'node:path';
import { z } from 'zod';
import { showAddress } from './address';
import { siteOf } from './base-path.mjs';
import { SIGN_IN_VARIABLES, type SignIn, signInOf, signInProblems } from './sign-in-settings.mjs';

// An empty variable counts as not set: shells and service managers make it hard to tell the two apart.

const MINUTE = 60_000;
const UNITS = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const;

function parseInterval(text: string): number | null {
  if (text.trim() === '0') return 0;
  const milliseconds = parseDuration(text);
  return milliseconds === 0 || (milliseconds !== null && milliseconds >= MINUTE)
    ? milliseconds
    : null;
}

function parseDuration(text: string): number | null {
  const match = /^(\d{1,6})\s*([smhd])$/.exec(text.trim());
  return match && Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

const interval = z.string().transform((text, context) => {
  const milliseconds = parseInterval(text);
  if (milliseconds !== null) return milliseconds;
  context.addIssue({
    code: 'custom',
    message: `must be 0 or a number with m, h or d of at least one minute, such as 30m or 6h; it is "${text}"`,
  });
  return z.NEVER;
});

/** A length of time as SYNC_EVERY has it, of at least `least` milliseconds and at most 20 days. */
function duration(least: number) {
  return z.string().transform((text, context) => {
    const milliseconds = parseDuration(text);
    if (milliseconds !== null && milliseconds >= least && milliseconds <= 20 * UNITS.d) {
      return milliseconds;
    }
    const example = least < MINUTE ? '20s or 1m' : '90s, 30m or 2h';
    context.addIssue({
      code: 'custom',
      message: `must be a number with s, m, h or d of at least ${least / 1000} s and at most 20d, such as ${example}; it is "${text}"`,
    });
    return z.NEVER;
  });
}

const webUrl = z.string().refine(isPlainUrl, {
  error: ({ input }) =>
    `must be an http or https URL without user, password and query; it is "${showAddress(String(input))}"`,
});

// Other values that a shell may keep in HOST, such as the machine's name, would open the port unasked.
const listenAddress = z
  .string()
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1').toLowerCase())
  .refine(
    (text) =>
      text === 'localhost' || z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success,
    {
      error: ({ input }) =>
        `must be an IP address or localhost, such as 127.0.0.1, 0.0.0.0 or ::1; it is "${input}"`,
    },
  );

const PUBLIC = /^https?:\/\/[^/?#@\\\s]+(?:\/[a-z0-9_-][a-z0-9._-]*)*\/?$/i;

const publicUrl = z
  .string()
  .refine((text) => PUBLIC.test(text) && URL.canParse(text), {
    error:
      'must be http:// or https:// and a host, and may have a path of letters, digits, dots and dashes, ' +
      'such as https://rules.example.org or https://soc.example.org/rules-catalog',
  })
  .transform(siteOf);

function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text.toLowerCase());
}

function isPlainUrl(text: string): boolean {
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return false;
  const { username, password, search } = new URL(text);
  return username === '' && password === '' && search === '';
}

const sourceList = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .refine((items) => items.every((item) => item !== ''), {
    error: 'must be sources with a comma between them, such as sigmahq,lolrmm,/srv/rules',
  });

const token = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word of printable characters');

// The message never shows the URL, which may have a password.
const databaseUrl = z
  .string()
  .refine(
    (text) => /^file:./.test(text) || (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)),
    'must start with file:, such as file:./data/catalog.db, or be the URL of a PostgreSQL database, such as postgresql://watchfloor:PASSWORD@127.0.0.1:5432/watchfloor',
  );

/** A port, of which none is the default. */
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'must be between 1 and 65535');

const variables = z.object({
  DATABASE_URL: databaseUrl.default('file:./data/catalog.db'),
  PORT: port.default(3000),
  HOST: listenAddress.default('127.0.0.1'),
  PUBLIC_URL: publicUrl.optional(),
  TRUST_PROXY: z
    .enum(['0', '1'], { error: 'must be 0 or 1' })
    .transform((text) => text === '1')
    .default(false),
  HSTS: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a number of seconds, such as 31536000, or 0')
    .default('0'),
  METRICS_PORT: port.optional(),
  LOG_FORMAT: z.enum(['text', 'json'], { error: 'must be text or json' }).default('text'),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], { error: 'must be error, warn, info or debug' })
    .default('info'),
  BUNDLE_PUBLIC_KEY_FILE: z.string().optional(),
  WARM: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
  API_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number of requests a minute, or 0 for no limit')
    .default('600'),
  API_ORIGINS: z
    .string()
    .refine((text) => text.split(',').every((one) => isOrigin(one.trim())), {
      error:
        'must be origins with commas between them, such as https://soc.example.org, or * for all',
    })
    .default(''),
  GITHUB_TOKEN: token.optional(),
  GITHUB_API_URL: webUrl.default('https://api.github.com'),
  SYNC_SOURCE: sourceList.default(['sigmahq']),
  SOURCES: z.string().optional(),
  SYNC_TOKEN: token.optional(),
  SYNC_ATTACK: z.string().optional(),
  SYNC_EVERY: interval.default(6 * UNITS.h),
  SYNC_LIMIT: duration(MINUTE).default(UNITS.h),
  SYNC_RULE_LIMIT: duration(UNITS.s).default(20 * UNITS.s),
  PLACEHOLDERS: z.string().optional(),
  TUNING_DIR: z.string().optional(),
  WEBHOOKS: z.string().optional(),
  ENGINE_TOKEN: token.optional(),
  ENRICH_MODEL_URL: webUrl.optional(),
  ENRICH_MODEL: z
    .string()
    .regex(/^[\w.:/@-]{1,200}$/, 'must be the name of a model, such as llama3.1:8b')
    .optional(),
  ENRICH_MODEL_KEY: token.optional(),
  ...SIGN_IN_VARIABLES,
});

/** The names of all variables that Watchfloor reads. */
export const VARIABLES = Object.keys(variables.shape);

export interface Environment {
  /** Where the catalog is: the absolute path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly database: string;
  readonly port: number;
  /** The address to listen on: an IP address without brackets, or `localhost`. */
  readonly host: string;
  /** The address that readers use, without a slash at its end, such as `https://rules.example.org`; null: as each request says. */
  readonly publicUrl: string | null;
  /** Whether `X-Forwarded-Host` and `X-Forwarded-Proto` are believed. */
  readonly trustProxy: boolean;
  /** Where Prometheus reads metrics; null: nowhere. */
  readonly metricsPort: number | null;
  /** Absolute path of the public key that a loaded bundle must be signed for. */
  readonly bundleKeyFile: string | null;
  readonly githubToken: string | null;
  /** Without a slash at the end. */
  readonly githubApiUrl: string;
  /** What to sync, in the order that decides when two sources have the same rule. */
  readonly syncSources: readonly string[];
  /** Absolute path of the operator's own list of sources. */
  readonly sourceFile: string | null;
  /** Sent to the host of a URL source as a bearer token. */
  readonly syncToken: string | null;
  /** A STIX bundle's path or URL; null: MITRE's. */
  readonly syncAttack: string | null;
  /** Milliseconds between syncs while serving; 0 for never. */
  readonly syncEvery: number;
  /** The most milliseconds that a sync may take. */
  readonly syncLimit: number;
  /** The most milliseconds that each step of a rule may take in a sync. */
  readonly ruleLimit: number;
  /** Absolute path of the file with the values of placeholders. */
  readonly placeholderFile: string | null;
  /** Absolute path of the folder with the operator's own filters and values. */
  readonly tuningFolder: string | null;
  /** Absolute path of the file with the operator's webhooks. */
  readonly webhookFile: string | null;
  /** A bearer token for the engine that `npm run prove -- --engine` asks. */
  readonly engineToken: string | null;
  /** The language model that `npm run enrich` asks; null: none. */
  readonly model: ModelSettings | null;
  /** Who may read, and how they say who they are. */
  readonly signIn: SignIn;
}

export interface ModelSettings {
  readonly url: string;
  readonly model: string;
  readonly key: string | null;
}

/** Some variables have unusable values. The message names each one and what it must be. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads Watchfloor's settings from environment variables. Throws an EnvironmentError that names every wrong one. */
export function readEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  root: string = process.cwd(),
): Environment {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = variables.safeParse(set);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new EnvironmentError(lines.join('\n'));
  }
  const value = result.data;
  const problems = signInProblems(value);
  if (problems.length > 0) throw new EnvironmentError(problems.join('\n'));
  return {
    database: value.DATABASE_URL.startsWith('file:')
      ? path.resolve(root, value.DATABASE_URL.slice('file:'.length))
      : value.DATABASE_URL,
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.PUBLIC_URL ?? null,
    trustProxy: value.TRUST_PROXY,
    metricsPort: value.METRICS_PORT ?? null,
    bundleKeyFile:
      value.BUNDLE_PUBLIC_KEY_FILE === undefined
        ? null
        : path.resolve(root, value.BUNDLE_PUBLIC_KEY_FILE),
    githubToken: value.GITHUB_TOKEN ?? null,
    githubApiUrl: value.GITHUB_API_URL.replace(/\/+$/, ''),
    syncSources: value.SYNC_SOURCE,
    sourceFile: value.SOURCES === undefined ? null : path.resolve(root, value.SOURCES),
    syncToken: value.SYNC_TOKEN ?? null,
    syncAttack: value.SYNC_ATTACK ?? null,
    syncEvery: value.SYNC_EVERY,
    syncLimit: value.SYNC_LIMIT,
    ruleLimit: value.SYNC_RULE_LIMIT,
    placeholderFile:
      value.PLACEHOLDERS === undefined ? null : path.resolve(root, value.PLACEHOLDERS),
    tuningFolder: value.TUNING_DIR === undefined ? null : path.resolve(root, value.TUNING_DIR),
    webhookFile: value.WEBHOOKS === undefined ? null : path.resolve(root, value.WEBHOOKS),
    engineToken: value.ENGINE_TOKEN ?? null,
    model: modelSettings(value),
    signIn: signInOf(value, root),
  };
}

function modelSettings(value: z.infer<typeof variables>): ModelSettings | null {
  const { ENRICH_MODEL_URL: url, ENRICH_MODEL: model, ENRICH_MODEL_KEY: key = null } = value;
  if (url === undefined) return null;
  if (model !== undefined) return { url, model, key };
  throw new EnvironmentError('ENRICH_MODEL must be set, because ENRICH_MODEL_URL is');
}
