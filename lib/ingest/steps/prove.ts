import type { Catalog } from '../../catalog/client';
import { parseEvents } from '../../events';
import type { Evidence, ProofInput, Sample } from '../../proof';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import { combine, sha256 } from '../hash';
import { type Issue, issue } from '../issue';
import type { PlannedRule } from '../plan';
import { decodeUtf8 } from '../read-text';
import { sampleOwner } from '../source/layout';
import type { SourceFile } from '../source/types';
import type { Knowledge } from './knowledge';

/** Events of one rule are enough up to here; each is run through all of the rule's queries. */
const MAX_SAMPLES = 50;
// Threads wait for each other at the end of a batch, so it is large.
const BATCH = 1000;

/** Sample files by the rule whose events they hold. */
export function samplesByRule(
  files: readonly SourceFile[],
): ReadonlyMap<string, readonly SourceFile[]> {
  const byRule = new Map<string, SourceFile[]>();
  for (const file of files) {
    const owner = sampleOwner(file.path);
    const list = byRule.get(owner);
    if (list) list.push(file);
    else byRule.set(owner, [file]);
  }
  return byRule;
}

/** The sample events of a file, named by the file and their place in it. */
export function readSamples(file: SourceFile): { samples: Sample[]; issues: Issue[] } {
  const { path } = file;
  const ruleId = sampleOwner(path);
  const text = decodeUtf8(file.bytes);
  if (text === null) {
    const unreadable = issue('warning', 'ingest/not-utf8', 'Is not UTF-8 text', { path, ruleId });
    return { samples: [], issues: [unreadable] };
  }
  const { events, error } = parseEvents(text);
  const message = `Not all events can be read: ${error}`;
  const issues = error ? [issue('warning', 'ingest/bad-sample', message, { path, ruleId })] : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  // What a source publishes as recorded stands in regression_data; the starter's are written by hand.
  const written = !path.startsWith('regression_data/');
  const samples = events.slice(0, MAX_SAMPLES).map((event, place) => ({
    name: events.length > 1 ? `${name} #${place + 1}` : name,
    event,
    written,
  }));
  return { samples, issues };
}

export interface Proven {
  readonly evidence: readonly Evidence[];
  /** Of all that the evidence rests on. */
  readonly proofHash: string;
  /** false: the evidence is what the catalog has already. */
  readonly isNew: boolean;
}

export interface ProveInput {
  readonly rules: readonly PlannedRule[];
  readonly translations: ReadonlyMap<string, readonly Translation[]>;
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly samples: ReadonlyMap<string, readonly SourceFile[]>;
  readonly catalog: Catalog;
  readonly knowledge: Knowledge;
  readonly signal?: AbortSignal;
  readonly onProven: (done: number, total: number) => void;
}

/**
 * Runs rules and their queries on events. Evidence that rests on the same rule, queries, samples and
 * code as before is taken from the catalog.
 */
export async function proveRules(
  input: ProveInput,
): Promise<{ proven: ReadonlyMap<string, Proven>; issues: Issue[]; proved: number }> {
  const { catalog, knowledge, signal } = input;
  const issues: Issue[] = [];
  const proven = new Map<string, Proven>();
  const work: { id: string; proofHash: string; input: ProofInput }[] = [];
  const known: string[] = [];
  for (const { read, stored } of input.rules) {
    const { id, rule } = read;
    const translations = input.translations.get(id) ?? [];
    const files = input.samples.get(id) ?? [];
    const related = rule ? input.related(rule) : null;
    const proofHash = combine(
      knowledge.proofVersion,
      read.contentHash,
      JSON.stringify([...(related?.values() ?? [])].map(({ text }) => text)),
      JSON.stringify(translations.map(queriesOf)),
      ...files.map(({ bytes }) => sha256(bytes)),
    );
    if (stored?.proofHash === proofHash) {
      known.push(id);
      proven.set(id, { evidence: [], proofHash, isNew: false });
      continue;
    }
    const samples = files.flatMap((file) => {
      const result = readSamples(file);
      issues.push(...result.issues);
      return result.samples;
    });
    const hasQuery = translations.some(({ kql }) => kql !== null);
    if (rule && hasQuery && related) {
      work.push({ id, proofHash, input: { rule, translations, samples, related } });
    } else {
      proven.set(id, { evidence: [], proofHash, isNew: true });
    }
  }
  for (const [id, evidence] of await readEvidence(catalog, known)) {
    const before = proven.get(id);
    if (before) proven.set(id, { ...before, evidence });
  }
  for (let at = 0; at < work.length; at += BATCH) {
    signal?.throwIfAborted();
    const some = work.slice(at, at + BATCH);
    const results = await knowledge.proofPool.prove(
      some.map((each) => each.input),
      (done) => input.onProven(at + done, work.length),
    );
    for (const [place, { id, proofHash }] of some.entries()) {
      proven.set(id, { evidence: results[place] ?? [], proofHash, isNew: true });
    }
  }
  return { proven, issues, proved: work.length };
}

function queriesOf(translation: Translation): unknown {
  return [translation, ...translation.alternatives].map(({ outcome, kql, table, label }) => [
    translation.target,
    outcome,
    kql,
    table,
    label,
  ]);
}

/** The evidence that the catalog has, by rule. */
export async function readEvidence(
  catalog: Catalog,
  ids: readonly string[],
): Promise<Map<string, Evidence[]>> {
  const byRule = new Map<string, Evidence[]>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await catalog.evidence.findMany({
      where: { ruleId: { in: ids.slice(at, at + 500) } },
      orderBy: { id: 'asc' },
      select: { ruleId: true, result: true },
    });
    for (const { ruleId, result } of rows) {
      const list = byRule.get(ruleId) ?? [];
      list.push(JSON.parse(result) as Evidence);
      byRule.set(ruleId, list);
    }
  }
  return byRule;
}
