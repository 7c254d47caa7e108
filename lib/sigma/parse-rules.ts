import type { Diagnostic, Span } from '../diagnostic';
import type { Severity } from '../severity';
import { countRule } from './aggregation';
import { readDetection } from './detection';
import { diagnose, type Report, shiftDiagnostics } from './diagnostics';
import { readFilter } from './filter';
import { readId, readLogSource, readMetadata } from './metadata';
import { nearest } from './nearest';
import { readCorrelation } from './read-correlation';
import { splitDocuments } from './split-documents';
import type { ParsedDocument, Rule, RuleBase } from './types';
import { getEntry, type MappingNode, readYaml } from './yaml';

const MAX_TEXT = 1_048_576;
const MAX_DOCUMENTS = 1000;
/** Of one severity in one document. Each costs a walk to its line. */
const MAX_DIAGNOSTICS = 200;
const KINDS = ['detection', 'correlation', 'filter'] as const;

/**
 * Reads a rule file (Sigma 2.1: detection rules, correlation rules, filters). Returns one document for
 * each YAML document of the file, in order, and never throws: an unreadable rule is `rule: null` with
 * the reasons in `diagnostics` and whatever `metadata` could be read.
 *
 * `parseRules(text)[0].rule.predicate` is the whole condition, with modifiers applied and selections
 * inlined. Spans in `diagnostics` are offsets into `text`; spans inside a rule are offsets into
 * `rule.text`, which is `text` from `span.start` to `span.end`.
 *
 * Codes: `sigma/yaml-*`, `sigma/too-*` (bounds: 1 MiB of text, 64 levels, 100,000 values after
 * aliases), `sigma/not-a-rule`, `sigma/unknown-*`, `sigma/missing-field`, `sigma/invalid-*`,
 * `sigma/modifier-*`, `sigma/condition-syntax`, `sigma/legacy-syntax`. An error means that a part cannot
 * be used as written; a warning, that Sigma's schema or specification requires another form.
 */
export function parseRules(text: string): ParsedDocument[] {
  if (text.length > MAX_TEXT) {
    const message = `A rule file can have at most ${MAX_TEXT} characters; this one has ${text.length}`;
    return [unreadable(text, diagnose('error', 'sigma/too-large', message, null))];
  }
  const spans = splitDocuments(text);
  if (spans.length === 0) {
    const message = 'This file contains no rule';
    return [unreadable(text, diagnose('error', 'sigma/empty-document', message, null))];
  }
  if (spans.length > MAX_DOCUMENTS) {
    const message = `A file can have at most ${MAX_DOCUMENTS} documents; this one has ${spans.length}`;
    return [unreadable(text, diagnose('error', 'sigma/too-large', message, null))];
  }
  return spans.map((span) => parseDocument(text.slice(span.start, span.end), span));
}

function unreadable(text: string, diagnostic: Diagnostic): ParsedDocument {
  const span = { start: 0, end: text.length };
  return { rule: null, metadata: null, id: null, diagnostics: [diagnostic], span };
}

function parseDocument(text: string, span: Span): ParsedDocument {
  const { found, report } = collectDiagnostics();
  const root = readYaml(text, report);
  if (root?.kind !== 'mapping') {
    if (root) {
      const message = 'A rule must be a map of fields, but this is a list or a single value';
      report(diagnose('error', 'sigma/not-a-rule', message, root));
    }
    const id = /^id:[ \t]*['"]?([0-9a-fA-F-]{36})/m.exec(text)?.[1] ?? null;
    const diagnostics = shiftDiagnostics(found, span.start);
    return { rule: null, metadata: null, id, diagnostics, span };
  }
  const kind = kindOf(root, report);
  const base = readMetadata(root, kind, text, report);
  const rule = kind ? readRule(kind, root, base, report) : null;
  const logsource =
    rule && rule.kind !== 'correlation'
      ? rule.logsource
      : kind !== 'correlation' && getEntry(root, 'logsource')
        ? readLogSource(root, () => undefined)
        : null;
  return {
    rule,
    metadata: { ...base, kind: rule?.kind ?? kind, logsource },
    id: readId(root),
    diagnostics: shiftDiagnostics(found, span.start),
    span,
  };
}

/** Keeps the first diagnostics of each severity, and one that says that there are more. */
function collectDiagnostics(): { found: readonly Diagnostic[]; report: Report } {
  const found: Diagnostic[] = [];
  const counts = new Map<Severity, number>();
  const report: Report = (diagnostic) => {
    const { severity, span } = diagnostic;
    const count = (counts.get(severity) ?? 0) + 1;
    counts.set(severity, count);
    if (count <= MAX_DIAGNOSTICS) found.push(diagnostic);
    if (count !== MAX_DIAGNOSTICS + 1) return;
    const message = `More than ${MAX_DIAGNOSTICS} diagnostics of this severity. The others are left out`;
    found.push(diagnose(severity, 'sigma/too-many-diagnostics', message, span ?? null));
  };
  return { found, report };
}

function kindOf(root: MappingNode, report: Report): Rule['kind'] | null {
  const kinds = KINDS.filter((kind) => getEntry(root, kind));
  const [kind] = kinds;
  if (kind && kinds.length > 1) {
    const message = `A document must hold one rule, but this one has ${kinds.join(' and ')}`;
    const hint =
      'Begin a new document with a line `---` before the second one, and give it a title of its own. A correlation finds the rule by its `name`.';
    const at = getEntry(root, kinds[1] ?? '')?.key ?? root;
    report(diagnose('error', 'sigma/not-a-rule', message, at, hint));
    return null;
  }
  const action = getEntry(root, 'action');
  if (action) {
    const message = 'Sigma 2 removed `action`, which collected rules';
    const hint =
      'Copy the fields of the document with `action: global` into each of the other documents, and leave `action` out.';
    report(diagnose('error', 'sigma/legacy-syntax', message, action.key, hint));
    return null;
  }
  if (kind) return kind;
  const near = root.entries.find(({ key }) => nearest(key.text, KINDS));
  const message = 'Expected a `detection`, a `correlation` or a `filter`';
  const hint = near && `Did you mean \`${nearest(near.key.text, KINDS)}\`?`;
  const at = near?.key ?? root.entries[0]?.key ?? root;
  report(diagnose('error', 'sigma/not-a-rule', message, { start: at.start, end: at.end }, hint));
  return null;
}

function readRule(
  kind: Rule['kind'],
  root: MappingNode,
  base: RuleBase,
  report: Report,
): Rule | null {
  const section = getEntry(root, kind);
  if (section?.value.kind !== 'mapping') {
    const message = `\`${kind}\` must be a map of fields`;
    report(diagnose('error', 'sigma/invalid-type', message, section?.key ?? root));
    return null;
  }
  if (kind === 'correlation') {
    const correlation = readCorrelation(section.value, root, base.text, report);
    return correlation && { ...base, kind, counted: null, correlation };
  }
  const logsource = readLogSource(root, report);
  if (kind === 'filter') {
    const filter = readFilter(section.value, base.text, report);
    return filter && { ...base, kind, logsource, filter };
  }
  const read = readDetection(section.value, base.text, report);
  const { selections, conditions, predicate, counts } = read;
  if (!namesOneLogSource(root, report) || !predicate) return null;
  const rule = { ...base, kind, logsource, selections, conditions, predicate };
  return counts ? countRule(rule, counts, section.value, report) : rule;
}

/** Whether each part of the log source has one value. Without a part, the rule would mean every event. */
function namesOneLogSource(root: MappingNode, report: Report): boolean {
  const node = getEntry(root, 'logsource')?.value;
  if (node?.kind !== 'mapping') return true;
  const lists = node.entries.filter(
    ({ key, value }) =>
      ['product', 'category', 'service'].includes(key.text) && value.kind !== 'scalar',
  );
  for (const { key } of lists) {
    const message = `A rule is about one log source, but \`${key.text}\` has several values`;
    const hint = `Write a rule for each \`${key.text}\`.`;
    report(diagnose('error', 'sigma/invalid-type', message, key, hint));
  }
  return lists.length === 0;
}
