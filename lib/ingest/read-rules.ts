import { type Diagnostic, positionAt } from '../diagnostic';
import {
  type LogSource,
  type ParsedDocument,
  parseRules,
  type Rule,
  type RuleBase,
} from '../sigma';
import { sha256 } from './hash';
import { type Issue, issue } from './issue';
import { ownId } from './own-id';
import { decodeUtf8, lineNotUtf8 } from './read-text';
import { collectionsOf } from './source/layout';
import type { SourceFile } from './source/types';
import { attempt } from './steps/attempt';

/** A rule of the source. If its logic cannot be read, `rule` is null and `problem` says why. */
export interface ReadRule {
  readonly id: string;
  readonly kind: Rule['kind'];
  readonly rule: Rule | null;
  readonly base: RuleBase;
  readonly logsource: LogSource | null;
  readonly collection: string;
  readonly path: string;
  /** The text from the source, byte for byte. */
  readonly raw: string;
  readonly contentHash: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly problem: Diagnostic | null;
}

export interface ReadRules {
  readonly rules: readonly ReadRule[];
  readonly issues: readonly Issue[];
  /** Ids of rules whose other contents could not be read. */
  readonly unreadableIds: ReadonlySet<string>;
  /** Files with rules that may be missing from `rules`. */
  readonly unreadablePaths: ReadonlySet<string>;
}

const MAX_ID = 200;

/**
 * Reads the rule files in the order of their paths. A rule without an id that the catalog can use, or
 * with one that an earlier rule has, gets one of its own (decision 0017). `source` keeps those of several
 * sources apart.
 */
export function readRules(
  files: readonly SourceFile[],
  refused: readonly string[],
  onFile: (done: number) => void = () => {},
  source = '',
): ReadRules {
  const issues: Issue[] = [];
  const rules = new Map<string, ReadRule>();
  const unreadableIds = new Set<string>();
  const unreadablePaths = new Set(refused);
  const collections = collectionsOf(files.map(({ path }) => path));
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

  for (const [index, file] of sorted.entries()) {
    onFile(index);
    const { path } = file;
    const collection = collections.get(path) ?? null;
    if (collection === null) continue;
    const text = decodeUtf8(file.bytes);
    if (text === null) {
      const line = lineNotUtf8(file.bytes);
      const hint = 'Save the file as UTF-8.';
      const message = 'The file is not UTF-8 text';
      issues.push(issue('error', 'ingest/not-utf8', message, { path, line, hint }));
      unreadablePaths.add(path);
      continue;
    }
    const documents = attempt('reading', { id: null, path }, issues, () =>
      documentsOf(text).map((document, at) => ({
        id: document.id,
        own: ownId(source, path, at),
        read: readDocument(document, path, collection),
        errors: issuesOf(document, text, path),
        position: positionAt(text, document.span.start),
      })),
    );
    if (!documents) unreadablePaths.add(path);
    for (const { id, own, read, errors, position } of documents ?? []) {
      for (const error of errors) issues.push(error);
      if (!read) {
        unreadablePaths.add(path);
        if (id) unreadableIds.add(id);
        continue;
      }
      const unusable = unusableId(read.id);
      const first = rules.get(read.id);
      if (unusable !== null) issues.push(withoutId(unusable, own, read, position));
      else if (first) issues.push(duplicate(own, read, first));
      const rule = unusable !== null || first ? withId(read, own) : read;
      rules.set(rule.id, rule);
    }
  }
  return { rules: [...rules.values()], issues, unreadableIds, unreadablePaths };
}

/**
 * The documents of a file. Before Sigma 2, a document with `action: global` held what the following
 * documents share, so none of them is a complete rule. Such a file counts as one rule that cannot be
 * translated.
 */
function documentsOf(text: string): ParsedDocument[] {
  const documents = parseRules(text);
  const legacy = documents.find(({ metadata }) => metadata && 'action' in metadata.custom);
  if (documents.length < 2 || !legacy?.metadata) return documents;
  const id = documents.find((document) => document.id)?.id ?? null;
  const logsource = documents.find(({ metadata }) => metadata?.logsource)?.metadata?.logsource;
  return [
    {
      rule: null,
      id,
      metadata: { ...legacy.metadata, id: id ?? '', text, logsource: logsource ?? null },
      diagnostics: legacy.diagnostics.filter(({ severity }) => severity === 'error'),
      span: { start: 0, end: text.length },
    },
  ];
}

/** Null for a document that is no rule, and for one whose YAML cannot be read. */
function readDocument(
  { rule, metadata, diagnostics, id }: ParsedDocument,
  path: string,
  collection: string,
): ReadRule | null {
  if (!metadata || (!id && metadata.kind === null)) return null;
  const problem = rule ? null : (diagnostics.find(({ severity }) => severity === 'error') ?? null);
  return {
    id: id ?? '',
    kind: rule?.kind ?? metadata.kind ?? 'detection',
    rule,
    base: metadata,
    logsource: metadata.logsource,
    collection,
    path,
    raw: metadata.text,
    contentHash: sha256(metadata.text),
    diagnostics,
    problem,
  };
}

function withId(read: ReadRule, id: string): ReadRule {
  return { ...read, id, base: { ...read.base, id }, rule: read.rule && { ...read.rule, id } };
}

/** Why the catalog cannot use an id, or null. No URL can name `.` and `..`, so such a rule has no page. */
function unusableId(id: string): string | null {
  if (id === '') return 'The rule has no `id`';
  if (id.length > MAX_ID) return 'The `id` is too long';
  return id === '.' || id === '..' ? 'The `id` cannot be part of an address' : null;
}

/** Only errors become issues. Lesser diagnostics stay with the rule. */
function issuesOf({ id, diagnostics }: ParsedDocument, text: string, path: string): Issue[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ severity, code, message, span, hint }) => {
      const { line, column } = span ? positionAt(text, span.start) : { line: null, column: null };
      return { severity, code, message, hint: hint ?? null, path, line, column, ruleId: id };
    });
}

function withoutId(
  reason: string,
  own: string,
  { path }: ReadRule,
  position: { readonly line: number; readonly column: number },
): Issue {
  const message = `${reason}. The catalog keeps the rule under ${own}, made from its place in the source`;
  const hint = 'Give the rule a random UUID, so that it stays the same rule when its file moves.';
  return issue('warning', 'ingest/no-id', message, { path, ruleId: own, hint, ...position });
}

function duplicate(own: string, rule: ReadRule, first: ReadRule): Issue {
  const message = `The id ${rule.id} already belongs to ${first.path}. The catalog keeps this rule under ${own}`;
  return issue('warning', 'ingest/duplicate-id', message, {
    path: rule.path,
    ruleId: own,
    hint: 'Give this rule a unique id.',
  });
}
