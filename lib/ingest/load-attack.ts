import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Attack, type AttackFacts, attackFromFacts, readBundle, readFacts } from '../attack';
import { EXIT, SyncFailure } from './failure';
import { sha256 } from './hash';
import { type Issue, issue } from './issue';
import { download } from './source/download';
import { HTTP_POLICY, type Http, type HttpPolicy } from './source/http';
import { formatBytes, LIMITS } from './source/limits';

/** MITRE's current version of Enterprise ATT&CK, in STIX 2.0. */
export const MITRE_BUNDLE =
  'https://raw.githubusercontent.com/mitre/cti/master/enterprise-attack/enterprise-attack.json';

const FACTS = 'attack/attack-19.2.json';

export interface AttackContext {
  /** The folder `content/`. */
  readonly content: string;
  /** The folder that caches a fetched bundle, so that the next sync only asks whether it has changed. */
  readonly cache: string;
  readonly http?: Partial<HttpPolicy>;
  readonly signal?: AbortSignal;
  readonly onBytes?: (received: number, expected: number | null) => void;
  readonly onNote?: (message: string) => void;
}

/** A bundle's bytes, not parsed yet, or null if only the facts in `content/attack` are available. */
export interface AttackSource {
  /** The name in the summary and on pages: a URL, a file name or `content/attack`. */
  readonly label: string;
  readonly bytes: Buffer | null;
  /** Hash of the bundle and the facts. */
  readonly hash: string;
  readonly issues: readonly Issue[];
}

/**
 * The ATT&CK data of a sync: a STIX bundle by path or URL. Throws a SyncFailure for a file that does not
 * exist. If a URL cannot be fetched, uses the last copy, or else the facts in `content/attack`, and
 * reports that as an issue.
 */
export async function fetchAttack(
  attack: string | null,
  root: string,
  context: AttackContext,
): Promise<AttackSource> {
  const facts = await readFile(path.join(context.content, FACTS));
  const named = (label: string, bytes: Buffer | null, issues: readonly Issue[] = []) => ({
    label,
    bytes,
    hash: sha256(Buffer.concat([facts, bytes ?? Buffer.alloc(0)])),
    issues,
  });
  if (attack !== null && !/^https?:\/\//.test(attack)) {
    return named(path.basename(attack), readBundleFile(path.resolve(root, attack)));
  }
  const url = attack ?? MITRE_BUNDLE;
  const cached = path.join(context.cache, `attack-${sha256(url).slice(0, 12)}.json`);
  try {
    return named(url, await fetchBundle(url, cached, context));
  } catch (error) {
    if (!(error instanceof SyncFailure) || error.exitCode !== EXIT.source) throw error;
    const former = existsSync(cached) ? readFileSync(cached) : null;
    const instead = former ? 'using the last copy' : 'using the facts in content/attack';
    const message = `${error.message}; ${instead}`;
    const hint = former
      ? error.next
      : `${error.next} You can also pass the path of a bundle with --attack.`;
    const label = former ? url : 'content/attack';
    return named(label, former, [issue('warning', 'ingest/attack-not-fetched', message, { hint })]);
  }
}

function readBundleFile(file: string): Buffer {
  const stats = existsSync(file) ? statSync(file) : null;
  if (!stats?.isFile()) {
    const next = 'Pass the path or URL of a STIX bundle, such as MITRE’s enterprise-attack.json.';
    throw new SyncFailure(`The ATT&CK bundle ${file} does not exist`, next, EXIT.usage);
  }
  if (stats.size > LIMITS.attackBundle) {
    const message = `${file} is ${formatBytes(stats.size)}, which exceeds the limit of ${formatBytes(LIMITS.attackBundle)}`;
    throw new SyncFailure(message, 'Pass MITRE’s enterprise-attack.json.', EXIT.usage);
  }
  return readFileSync(file);
}

async function fetchBundle(url: string, cached: string, context: AttackContext): Promise<Buffer> {
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
    const request = { url, headers, what: 'the ATT&CK bundle' };
    const limit = LIMITS.attackBundle;
    const { file: fetched, etag } = await download(http, request, file, limit, context.onBytes);
    if (fetched === null) return readFileSync(cached);
    const bytes = readFileSync(file);
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

/** Parses the fetched bundle. If it is not valid, reports an issue and uses the facts instead. */
export function readAttack(
  source: AttackSource,
  content: string,
): { attack: Attack; issues: Issue[] } {
  const facts = readAttackFacts(content);
  if (!source.bytes) return { attack: attackFromFacts(facts), issues: [] };
  let bundle: unknown = null;
  try {
    bundle = JSON.parse(source.bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
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
  return readFacts(JSON.parse(readFileSync(path.join(content, FACTS), 'utf8')));
}
