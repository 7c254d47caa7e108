import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Attack,
  type AttackFacts,
  attackFromFacts,
  FACTS_FILE,
  readBundle,
  readFacts,
} from '../attack';
import { EXIT, SyncFailure } from './failure';
import { sha256 } from './hash';
import { type Issue, issue } from './issue';
import { Address } from './source/address';
import { download } from './source/download';
import { HTTP_POLICY, type Http, type HttpPolicy } from './source/http';
import { formatBytes, LIMITS } from './source/limits';
import { isWebAddress, showSource } from './source/parse-source';

/** MITRE's current version of Enterprise ATT&CK, in STIX 2.0. */
export const MITRE_BUNDLE =
  'https://raw.githubusercontent.com/mitre/cti/master/enterprise-attack/enterprise-attack.json';

/** The name of the facts that come with Watchfloor: ids and names, which need no network. */
export const BUNDLED_FACTS = 'content/attack';

export interface AttackContext {
  /** The folder `content/`. */
  readonly content: string;
  /** The folder that caches a fetched bundle, so that the next sync only asks whether it has changed. */
  readonly cache: string;
  /** The hash of what the last sync read, which is sound. */
  readonly knownHash?: string | null;
  readonly http?: Partial<HttpPolicy>;
  readonly signal?: AbortSignal;
  readonly onBytes?: (received: number, expected: number | null) => void;
  readonly onNote?: (message: string) => void;
}

/** A bundle, parsed when it is first asked for, or null if only the facts in `content/attack` are available. */
export interface AttackSource {
  /** The name in the summary and on pages: a URL, a file name or `content/attack`. */
  readonly label: string;
  readonly bundle: unknown;
  /** Hash of the bundle and the facts. */
  readonly hash: string;
  readonly issues: readonly Issue[];
}

/**
 * The ATT&CK data of a sync: a STIX bundle by path or URL, or the bundled facts by their name. Throws a SyncFailure for a file that does not
 * exist. If a URL cannot be fetched, uses the last copy, or else the facts in `content/attack`, and
 * reports that as an issue.
 */
export async function fetchAttack(
  attack: string | null,
  root: string,
  context: AttackContext,
): Promise<AttackSource> {
  const facts = await readFile(path.join(context.content, FACTS_FILE));
  const named = (
    label: string,
    bytes: Buffer | null,
    issues: readonly Issue[] = [],
  ): AttackSource => {
    const hash = sha256(Buffer.concat([facts, bytes ?? Buffer.alloc(0)]));
    const isKnown = hash === context.knownHash;
    let bundle = bytes && !isKnown ? parseBundle(bytes, label) : null;
    return {
      label,
      get bundle() {
        bundle ??= bytes && parseBundle(bytes, label);
        return bundle;
      },
      hash,
      issues,
    };
  };
  if (attack === BUNDLED_FACTS) return named(BUNDLED_FACTS, null);
  if (attack !== null && !isWebAddress(attack)) {
    return named(path.basename(attack), readBundleFile(attack, path.resolve(root, attack)));
  }
  const address = Address.parse(attack ?? MITRE_BUNDLE);
  const label = address.toString();
  const cached = path.join(context.cache, `attack-${address.fingerprint}.json`);
  try {
    return named(label, await fetchBundle(address, cached, context));
  } catch (error) {
    if (!(error instanceof SyncFailure) || error.exitCode !== EXIT.source) throw error;
    const former = await readCopy(cached);
    const instead = former ? 'using the last copy' : 'using the facts in content/attack';
    const message = `${error.message}; ${instead}`;
    const hint = former
      ? error.next
      : `${error.next} You can also pass the path of a bundle with --attack.`;
    return named(former ? label : BUNDLED_FACTS, former, [
      issue('warning', 'ingest/attack-not-fetched', message, { hint }),
    ]);
  }
}

function readBundleFile(attack: string, file: string): Buffer {
  const stats = existsSync(file) ? statSync(file) : null;
  if (!stats?.isFile()) {
    const next = 'Pass the path or URL of a STIX bundle, such as MITRE’s enterprise-attack.json.';
    throw new SyncFailure(
      `The ATT&CK bundle ${showSource(attack)} does not exist`,
      next,
      EXIT.usage,
    );
  }
  if (stats.size > LIMITS.attackBundle) {
    const message = `${file} is ${formatBytes(stats.size)}, which exceeds the limit of ${formatBytes(LIMITS.attackBundle)}`;
    throw new SyncFailure(message, 'Pass MITRE’s enterprise-attack.json.', EXIT.usage);
  }
  return readFileSync(file);
}

/** Throws a SyncFailure for a file that was cut or is not JSON, so that it never replaces a good copy. */
function parseBundle(bytes: Buffer, label: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new SyncFailure(
      `The ATT&CK bundle ${label} is incomplete or not JSON: ${(error as Error).message}`,
      'Download it again. The catalog is unchanged.',
      EXIT.source,
      error,
    );
  }
}

/** The cached copy, or null. Deletes a damaged one, so that the next sync fetches it again. */
async function readCopy(cached: string): Promise<Buffer | null> {
  if (!existsSync(cached)) return null;
  const bytes = readFileSync(cached);
  try {
    parseBundle(bytes, cached);
    return bytes;
  } catch (error) {
    if (!(error instanceof SyncFailure)) throw error;
    await rm(`${cached}.etag`, { force: true });
    await rm(cached, { force: true });
    return null;
  }
}

async function fetchBundle(
  address: Address,
  cached: string,
  context: AttackContext,
): Promise<Buffer> {
  const http: Http = {
    policy: { ...HTTP_POLICY, ...context.http },
    onRetry: context.onNote,
    signal: context.signal,
  };
  const tagFile = `${cached}.etag`;
  const known = existsSync(cached) && existsSync(tagFile) ? readFileSync(tagFile, 'utf8') : null;
  const headers: Record<string, string> = known ? { 'if-none-match': known } : {};
  const folder = await mkdtemp(path.join(tmpdir(), 'watchfloor-attack-'));
  try {
    const file = path.join(folder, 'bundle.json');
    const request = { address, headers, what: 'the ATT&CK bundle' };
    const limit = LIMITS.attackBundle;
    const { file: fetched, etag } = await download(http, request, file, limit, context.onBytes);
    if (fetched === null) return readFileSync(cached);
    const bytes = readFileSync(file);
    parseBundle(bytes, address.toString());
    await mkdir(context.cache, { recursive: true });
    // Remove the old tag first and write the new one last, so that a tag always matches its copy.
    await rm(tagFile, { force: true });
    writeFileSync(`${cached}.new`, bytes);
    renameSync(`${cached}.new`, cached);
    if (etag) writeFileSync(tagFile, etag);
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the fetched bundle. If it is not valid, reports an issue and uses the facts instead. */
export function readAttack(
  source: AttackSource,
  content: string,
): { attack: Attack; issues: Issue[] } {
  const facts = readAttackFacts(content);
  const { bundle } = source;
  if (bundle === null) return { attack: attackFromFacts(facts), issues: [] };
  const attack = readBundle(bundle, facts);
  const issues = attack.diagnostics.map((diagnostic) => ({
    severity: diagnostic.severity,
    code: diagnostic.code,
    path: source.label,
    line: null,
    column: null,
    ruleId: null,
    message: diagnostic.message,
    hint: diagnostic.hint ?? null,
  }));
  return { attack, issues };
}

function readAttackFacts(content: string): AttackFacts {
  return readFacts(JSON.parse(readFileSync(path.join(content, FACTS_FILE), 'utf8')));
}
