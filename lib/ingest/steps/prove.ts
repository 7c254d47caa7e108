import { evidenceResults } from '@/lib/catalog/stored/evidence';
import type { SlowStep } from '@/lib/catalog/stored/sync-summary';
import { checkedQuery } from '@/lib/catalog/stored/translation';
import { groupBy } from '@/lib/group-by';
import type { Catalog } from '../../catalog/client';
import { leftOutSentence, parseEvents } from '../../events';
import { NO_FACTS } from '../../kql/query-facts';
import {
  type CheckedQuery,
  type Evidence,
  type ProofAnswer,
  type ProofInput,
  type ProofTask,
  type Sample,
  stoppedEvidence,
} from '../../proof';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import { combine, sha256 } from '../hash';
import { type Issue, issue } from '../issue';
import { logicText } from '../logic-text';
import type { PlannedRule } from '../plan';
import type { ReadRule } from '../read-rules';
import { decodeUtf8 } from '../read-text';
import { sampleOwner } from '../source/layout';
import type { SourceFile } from '../source/types';
import { attempt } from './attempt';
import type { ResultCache } from './cache';
import { type Findings, queriesOf, readFindings } from './check';
import { reasonOf, stoppedIssue } from './stopped-rules';
import type { SyncTools } from './tools';

/** Events of one rule are enough up to here; each is run through all of the rule's queries. */
const MAX_SAMPLES = 50;

/** Sample files by the rule whose events they hold. */
export function samplesByRule(
  files: readonly SourceFile[],
): ReadonlyMap<string, readonly SourceFile[]> {
  return groupBy(files, ({ path }) => sampleOwner(path));
}

/** The sample events of a file, named by the file and their place in it. */
function readSamples(file: SourceFile): { samples: Sample[]; issues: Issue[] } {
  const { path } = file;
  const ruleId = sampleOwner(path);
  const text = decodeUtf8(file.bytes);
  if (text === null) {
    const unreadable = issue('warning', 'ingest/not-utf8', 'The file is not UTF-8 text', {
      path,
      ruleId,
    });
    return { samples: [], issues: [unreadable] };
  }
  const { events, leftOut } = parseEvents(text);
  const message = `Some events cannot be read. ${leftOutSentence(leftOut)}`;
  const issues =
    leftOut.length > 0 ? [issue('warning', 'ingest/bad-sample', message, { path, ruleId })] : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  // Recorded samples are in regression_data; those of the starter rules are written by hand.
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
  readonly cache: ResultCache;
  readonly tools: SyncTools;
  readonly signal?: AbortSignal;
  readonly onProven: (done: number, total: number) => void;
}

export interface ProveResult {
  /** Without the rules on which this failed. */
  readonly proven: ReadonlyMap<string, Proven>;
  readonly findings: Findings;
  readonly issues: readonly Issue[];
  /** Queries checked, and rules proven, in this sync. */
  readonly checked: number;
  readonly proved: number;
  /** The part of the threads' time that went into checking; the rest into proving. */
  readonly checkShare: number;
  /** What each rule took. */
  readonly steps: readonly SlowStep[];
}

/**
 * Has queries checked by Microsoft's parser and binder, and runs rules and queries on events. What rests
 * on the same rule, queries, samples and code as before is taken from the catalog.
 */
export async function proveRules(input: ProveInput): Promise<ProveResult> {
  const { catalog, cache, tools, signal } = input;
  const issues: Issue[] = [];
  const proven = new Map<string, Proven>();
  const known: string[] = [];
  const planned = input.rules.flatMap(
    ({ read, stored }) =>
      attempt('proof', read, issues, () => planProof(input, read, stored)) ?? [],
  );
  const keys = new Set(planned.flatMap(({ queries }) => queries.map(([key]) => key)));
  const findings = await readFindings(cache, [...keys]);
  const asked = new Set(findings.keys());
  const work: Work[] = [];
  for (const { read, queries, proofHash, isKnown, proof, problems } of planned) {
    const { id } = read;
    for (const problem of problems) issues.push(problem);
    const checks = queries.filter(([key]) => !asked.has(key));
    for (const [key] of checks) asked.add(key);
    if (isKnown) known.push(id);
    proven.set(id, { evidence: [], proofHash, isNew: !isKnown });
    if (!proof && checks.length === 0) continue;
    const task = { checks: checks.map(([, query]) => query), proof };
    work.push({ read, proofHash, keys: checks.map(([key]) => key), task });
  }
  for (const [id, evidence] of await readEvidence(catalog, known)) {
    const before = proven.get(id);
    if (before) proven.set(id, { ...before, evidence });
  }
  const answers = await tools.proofPool.prove(
    work.map(({ task }) => task),
    { onDone: input.onProven, signal },
  );
  for (const [place, one] of work.entries()) {
    const answer = answers[place] as ProofAnswer;
    const { stopped } = answer;
    const { id } = one.read;
    const found = attempt('proof', one.read, issues, () => findingsOf(one, answer));
    if (!found) proven.delete(id);
    for (const [key, checked] of found ?? []) {
      findings.set(key, checked);
      if (stopped?.step !== 'check') cache.add(key, checkedQuery.write(checked));
    }
    if (stopped) issues.push(stoppedIssue(one.read, stopped));
    if (found && one.task.proof) proven.set(id, provenBy(one, answer, tools.translator.version));
  }
  const proved = work.filter(({ task }) => task.proof !== null).length;
  const steps = work.flatMap(({ read }, place) =>
    stepsOf(read.path, answers[place] as ProofAnswer),
  );
  const spent = (step: SlowStep['step']) =>
    steps.reduce((sum, each) => sum + (each.step === step ? each.milliseconds : 0), 0);
  const checkShare = spent('check') / (spent('check') + spent('prove') || 1);
  return { proven, findings, issues, checked: cache.added.size, proved, checkShare, steps };
}

/** What is known of a rule's proof before any thread is asked. */
function planProof(input: ProveInput, read: ReadRule, stored: PlannedRule['stored']) {
  const translations = input.translations.get(read.id) ?? [];
  const problems: Issue[] = [];
  const proofHash = hashProof(input, read);
  const isKnown = stored?.proofHash === proofHash;
  const proof = proofInput(input, read, problems);
  return {
    read,
    queries: translations.flatMap((each) => [...queriesOf(each, input.tools.checkVersion)]),
    proofHash,
    isKnown,
    proof: isKnown ? null : proof,
    problems,
  };
}

/** What a thread is asked about a rule, and the keys of the queries that it checks. */
interface Work {
  readonly read: ReadRule;
  readonly proofHash: string;
  readonly keys: readonly string[];
  readonly task: ProofTask;
}

function findingsOf({ keys }: Work, { checked, stopped }: ProofAnswer) {
  return keys.map((key, at): [string, CheckedQuery] => {
    const found = checked[at];
    if (found) return [key, found];
    if (!stopped) throw new Error('A query was not checked');
    const message = reasonOf(stopped);
    return [
      key,
      {
        diagnostics: [{ severity: 'error', code: 'translate/stopped', message }],
        facts: NO_FACTS,
      },
    ];
  });
}

/** A rule that was stopped keeps no hash, so that another sync proves it again. */
function provenBy(
  { read, proofHash, task }: Work,
  { evidence, stopped }: ProofAnswer,
  version: string,
): Proven {
  if (!stopped) return { evidence, proofHash, isNew: true };
  const reason = reasonOf(stopped);
  return {
    evidence: stoppedEvidence(read.id, task.proof?.translations ?? [], reason, version),
    proofHash: '',
    isNew: true,
  };
}

function stepsOf(path: string, { milliseconds, checkMilliseconds }: ProofAnswer): SlowStep[] {
  const prove = milliseconds - checkMilliseconds;
  return [
    { path, step: 'check', milliseconds: checkMilliseconds },
    { path, step: 'prove', milliseconds: prove },
  ];
}

/** Of all that a rule's evidence rests on. */
function hashProof({ tools, translations, samples, related }: ProveInput, read: ReadRule): string {
  const others = read.rule ? [...related(read.rule).values()] : [];
  return combine([
    tools.proofVersion,
    read.rule ? logicText(read.rule) : '',
    JSON.stringify(others.map(logicText)),
    JSON.stringify((translations.get(read.id) ?? []).map(identityOf)),
    ...(samples.get(read.id) ?? []).map(({ bytes }) => sha256(bytes)),
  ]);
}

function identityOf(translation: Translation): unknown {
  return [translation, ...translation.alternatives].map(({ outcome, kql, table, label }) => [
    translation.target,
    outcome,
    kql,
    table,
    label,
  ]);
}

/** null: nothing can be run. Samples that cannot be read are added to `issues`. */
function proofInput(input: ProveInput, { id, rule }: ReadRule, issues: Issue[]): ProofInput | null {
  const translations = input.translations.get(id) ?? [];
  const samples = (input.samples.get(id) ?? []).flatMap((file) => {
    const result = readSamples(file);
    for (const each of result.issues) issues.push(each);
    return result.samples;
  });
  if (!rule || !translations.some(({ kql }) => kql !== null)) return null;
  return { rule, translations, samples, related: input.related(rule) };
}

/** The evidence that the catalog has, by rule. Throws a StoredValueError for a row that it cannot read. */
export async function readEvidence(
  catalog: Catalog,
  ids: readonly string[],
): Promise<Map<string, readonly Evidence[]>> {
  const byRule = new Map<string, readonly Evidence[]>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await catalog.evidence.findMany({
      where: { ruleId: { in: ids.slice(at, at + 500) } },
    });
    for (const { ruleId, results } of rows) {
      byRule.set(ruleId, evidenceResults.read(results, `rule ${ruleId}`));
    }
  }
  return byRule;
}
