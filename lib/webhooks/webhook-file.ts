import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type FeedFilter, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { DIGEST_EVENTS, type DigestEvent } from '@/lib/catalog/stored/webhook-digest';
import { readYamlFile, type YamlProblem } from '@/lib/yaml-file';

export const RECEIVERS = ['slack', 'teams', 'generic'] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** A receiver of the operator's, and which changes it is told. */
export interface Webhook {
  readonly id: string;
  readonly to: Receiver;
  /** Whoever knows it can post there, so it is never shown. */
  readonly url: URL;
  /** The key of the signature; null for the receivers that know none. */
  readonly secret: Buffer | null;
  /** As the operator wrote it. */
  readonly filterText: string;
  readonly filter: FeedFilter;
  readonly events: readonly DigestEvent[];
  /** Whether it may be on a private address, and without https. */
  readonly isPrivate: boolean;
}

/** The file of webhooks cannot be used. The message names the file, the lines and the reasons, and no value. */
export class WebhookFileError extends Error {
  override readonly name = 'WebhookFileError';
}

/** Standard Webhooks asks for keys of 24 to 64 bytes. */
const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;
/** Text that changes no logic is news to few. */
const USUAL_EVENTS: readonly DigestEvent[] = DIGEST_EVENTS.filter((event) => event !== 'text-only');

const entry = z
  .strictObject({
    id: z
      .string({ error: 'must be a name' })
      .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'must be lower-case letters, digits and hyphens'),
    to: z.enum(RECEIVERS, { error: `must be one of ${RECEIVERS.join(', ')}` }),
    url: z.string({ error: 'must be an address' }).refine(isWebAddress, {
      error: 'must be an https address without user and password; http only with private: true',
    }),
    secret: z
      .string()
      .regex(SECRET, { error: 'must be whsec_ and 24 to 64 bytes in base64' })
      .optional(),
    filter: z.string().max(2000).default(''),
    events: z
      .array(z.enum(DIGEST_EVENTS, { error: `must be some of ${DIGEST_EVENTS.join(', ')}` }))
      .min(1)
      .default([...USUAL_EVENTS]),
    private: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const problem = problemOf(value);
    if (problem) issues.push({ code: 'custom', input: undefined, ...problem });
  });

const webhooksFile = z
  .array(entry)
  .max(50)
  .check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [place, { id }] of value.entries()) {
      if (seen.has(id)) {
        const message = `is the id of another webhook, too: ${id}`;
        issues.push({ code: 'custom', message, input: undefined, path: [place, 'id'] });
      }
      seen.add(id);
    }
  });

/** Reads the operator's webhooks. Throws a WebhookFileError that names everything that is wrong. */
export function readWebhooks(path: string): readonly Webhook[] {
  const problems: YamlProblem[] = [];
  const entries = readYamlFile({ path, text: textOf(path) }, webhooksFile, problems);
  if (!entries) throw new WebhookFileError(problems.map(({ message }) => message).join('\n'));
  return entries.map(({ id, to, url, secret, filter, events, private: isPrivate }) => ({
    id,
    to,
    url: new URL(url),
    secret: secret === undefined ? null : Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64'),
    filterText: filter,
    filter: readFilter(filter),
    events,
    isPrivate,
  }));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new WebhookFileError(`Cannot read ${path}: ${code ?? String(error)}. Check WEBHOOKS.`);
  }
}

/** A feed's filter from its address, with or without what comes before the question mark. */
function readFilter(text: string): FeedFilter {
  const params = new URLSearchParams(text.slice(text.indexOf('?') + 1));
  const names = [...new Set(params.keys())];
  return parseFeedFilter(Object.fromEntries(names.map((name) => [name, params.getAll(name)])));
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function problemOf(value: {
  to: Receiver;
  url: string;
  secret?: string | undefined;
  private: boolean;
}): { message: string; path: string[] } | null {
  if (!value.private && value.url.startsWith('http:')) {
    return { message: 'must be https, or have private: true beside it', path: ['url'] };
  }
  if (value.to === 'generic' && value.secret === undefined) {
    return {
      message: 'is missing: a generic receiver checks the signature with it',
      path: ['secret'],
    };
  }
  if (value.to !== 'generic' && value.secret !== undefined) {
    return { message: `is not for ${value.to}, which checks no signature`, path: ['secret'] };
  }
  return null;
}
