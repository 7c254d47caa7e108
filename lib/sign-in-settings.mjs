import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { siteOf } from './base-path.mjs';

/*
 * What the environment says of sign-in. Both lib/env.ts and the web server read it, so that neither can serve what the
 * other refuses.
 */

/**
 * @typedef {object} SignIn
 * @property {'off' | 'proxy' | 'oidc'} mode
 * @property {string | null} publicUrl the address that readers use, without a slash at its end; set with oidc
 * @property {{ header: string, groupsHeader: string | null, addresses: string[] } | null} proxy
 * @property {{ issuer: string, clientId: string, clientSecret: string | null, scopes: string, groupsClaim: string } | null} oidc
 * @property {string | null} readGroup who may read; null: everyone who is signed in
 * @property {string | null} operatorGroup who may see the operator's pages; null: nobody
 * @property {string | null} sessionSecret null: one that is kept beside the catalog
 * @property {string | null} tokenFile absolute path of the operator's tokens
 * @property {string | null} auditFile absolute path; null: the server's log
 */

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** Headers that say something else, whoever sends them. */
const TAKEN =
  /^(?:authorization|cookie|host|origin|forwarded|x-forwarded-(?:for|host|port|proto)|watchfloor-.*)$/;

const headerName = z
  .string()
  .transform((text) => text.toLowerCase())
  .refine((text) => /^[a-z0-9][a-z0-9-]{0,99}$/.test(text) && !TAKEN.test(text), {
    error: 'must be the name of a header that only your proxy sets, such as X-Forwarded-User',
  });

const proxyList = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .refine((items) => items.every(isNetwork), {
    error:
      'must be IP addresses or networks with commas between them, such as 127.0.0.1,10.0.0.0/24',
  });

const issuer = z.string().refine(isIssuer, {
  error:
    'must be an https address without user, password and query, such as https://login.example.org/realms/soc; http only on this machine',
});

const group = z.string().max(500).trim().min(1, 'must be the name or id of a group');
const noSpaces = (what) => z.string().regex(/^[\x21-\x7e]{1,500}$/, `must be ${what}`);

/** The variables of sign-in, each by itself. */
export const SIGN_IN_VARIABLES = {
  SIGN_IN: z.enum(['off', 'proxy', 'oidc'], { error: 'must be off, proxy or oidc' }).default('off'),
  SIGN_IN_HEADER: headerName.optional(),
  SIGN_IN_GROUPS_HEADER: headerName.optional(),
  TRUSTED_PROXIES: proxyList.optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: noSpaces('the id that the provider gave this client').optional(),
  OIDC_CLIENT_SECRET: noSpaces('one word of printable characters').optional(),
  OIDC_SCOPES: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e ]+$/, 'must be scopes with spaces between them')
    .refine((text) => text.split(' ').includes('openid'), 'must contain openid')
    .default('openid profile email'),
  OIDC_GROUPS_CLAIM: noSpaces('the name of a claim, such as groups or roles').default('groups'),
  READ_GROUP: group.optional(),
  OPERATOR_GROUP: group.optional(),
  SESSION_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters: openssl rand -base64 32 makes one')
    .optional(),
  TOKENS: z.string().optional(),
  AUDIT_LOG: z.string().optional(),
};

const OF_PROXY = ['SIGN_IN_HEADER', 'SIGN_IN_GROUPS_HEADER', 'TRUSTED_PROXIES'];
const OF_OIDC = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SESSION_SECRET'];
const OF_BOTH = ['READ_GROUP', 'OPERATOR_GROUP', 'TOKENS'];

/**
 * Which settings contradict each other, a sentence each, without a value of one.
 * @param {Record<string, any>} values as SIGN_IN_VARIABLES reads them, with PUBLIC_URL as they read it
 * @returns {string[]}
 */
export function signInProblems(values) {
  const mode = values.SIGN_IN;
  const isSet = (name) => values[name] !== undefined;
  const missing = (names) =>
    names
      .filter((name) => !isSet(name))
      .map((name) => `${name} must be set, because SIGN_IN is ${mode}`);
  const idle = (names, why) =>
    names.filter(isSet).map((name) => `${name} must not be set, because ${why}`);
  if (mode === 'off') {
    const why =
      'SIGN_IN is off, and everyone who reaches the port reads the catalog. Set SIGN_IN to proxy or oidc';
    return idle([...OF_PROXY, ...OF_OIDC, ...OF_BOTH], why);
  }
  if (mode === 'proxy') {
    const needsGroups =
      (isSet('READ_GROUP') || isSet('OPERATOR_GROUP')) && !isSet('SIGN_IN_GROUPS_HEADER');
    return [
      ...missing(['SIGN_IN_HEADER', 'TRUSTED_PROXIES']),
      ...(needsGroups
        ? ['SIGN_IN_GROUPS_HEADER must be set, because READ_GROUP or OPERATOR_GROUP is']
        : []),
      ...idle(OF_OIDC, 'SIGN_IN is proxy'),
    ];
  }
  const isOpen = isSet('PUBLIC_URL') && !isHttpsOrHere(values.PUBLIC_URL);
  return [
    ...missing(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'PUBLIC_URL']),
    ...(isOpen
      ? [
          'PUBLIC_URL must be https, because SIGN_IN is oidc and http shows sessions to everyone on the way',
        ]
      : []),
    ...idle(OF_PROXY, 'SIGN_IN is oidc'),
  ];
}

/**
 * The settings of variables without problems.
 * @param {Record<string, any>} values
 * @param {string} root what relative paths begin at
 * @returns {SignIn}
 */
export function signInOf(values, root) {
  const mode = values.SIGN_IN;
  const absolute = (file) => (file === undefined ? null : path.resolve(root, file));
  return {
    mode,
    publicUrl: values.PUBLIC_URL === undefined ? null : siteOf(values.PUBLIC_URL),
    proxy:
      mode === 'proxy'
        ? {
            header: values.SIGN_IN_HEADER,
            groupsHeader: values.SIGN_IN_GROUPS_HEADER ?? null,
            addresses: values.TRUSTED_PROXIES,
          }
        : null,
    oidc:
      mode === 'oidc'
        ? {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID,
            clientSecret: values.OIDC_CLIENT_SECRET ?? null,
            scopes: values.OIDC_SCOPES,
            groupsClaim: values.OIDC_GROUPS_CLAIM,
          }
        : null,
    readGroup: values.READ_GROUP ?? null,
    operatorGroup: values.OPERATOR_GROUP ?? null,
    sessionSecret: values.SESSION_SECRET ?? null,
    tokenFile: absolute(values.TOKENS),
    auditFile: absolute(values.AUDIT_LOG),
  };
}

/**
 * Reads the settings of sign-in alone.
 * @param {Readonly<Record<string, string | undefined>>} source environment variables
 * @param {string} root
 * @returns {SignIn} Throws an Error that names every variable that is wrong.
 */
export function readSignIn(source, root) {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const read = z.object({ ...SIGN_IN_VARIABLES, PUBLIC_URL: z.url().optional() }).safeParse(set);
  const problems = read.success
    ? signInProblems(read.data)
    : read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return signInOf(read.data, root);
}

function isNetwork(text) {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}

function isIssuer(text) {
  if (!URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '') && isHttpsOrHere(text);
}

function isHttpsOrHere(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}
