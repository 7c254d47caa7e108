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
import { decodeUtf8 } from './read-text';
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

/** Reads the rule files in the order of their paths. If two rules have the same id, keeps the first. */
export function readRules(
  files: readonly SourceFile[],
  refused: readonly string[],
  onFile: (done: number) => void = () => {},
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
      issues.push(issue('error', 'ingest/not-utf8', 'The file is not UTF-8 text', { path }));
      unreadablePaths.add(path);
      continue;
    }
    const documents = attempt('reading', { id: null, path }, issues, () =>
      documentsOf(text).map((document) => ({
        id: document.id,
        ...readDocument(document, text, path, collection),
        errors: issuesOf(document, text, path),
      })),
    );
    if (!documents) unreadablePaths.add(path);
    for (const { id, rule, unreadable, errors } of documents ?? []) {
      for (const error of errors) issues.push(error);
      if (!rule) {
        unreadablePaths.add(path);
        if (id) unreadableIds.add(id);
        if (unreadable) issues.push(unreadable);
        continue;
      }
      const first = rules.get(rule.id);
      if (first) issues.push(duplicate(rule, first));
      else rules.set(rule.id, rule);
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

function readDocument(
  document: ParsedDocument,
  text: string,
  path: string,
  collection: string,
): { rule: ReadRule | null; unreadable: Issue | null } {
  const { rule, metadata, diagnostics, id } = document;
  if (!metadata) return { rule: null, unreadable: null };
  const at = positionAt(text, document.span.start);
  const unusable = unusableId(id);
  if (!id || unusable !== null) {
    const message = unusable ?? 'The rule has no `id`, which the catalog needs';
    const hint = 'Give the rule a random UUID.';
    return {
      rule: null,
      unreadable: issue('error', 'ingest/no-id', message, { path, hint, ...at }),
    };
  }
  const problem = rule ? null : (diagnostics.find(({ severity }) => severity === 'error') ?? null);
  return {
    rule: {
      id,
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
    },
    unreadable: null,
  };
}

/** Why the catalog cannot use an id, or null. No URL can name `.` and `..`, so such a rule has no page. */
function unusableId(id: string | null | undefined): string | null {
  if (id && id.length > MAX_ID) return 'The `id` is too long';
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

function duplicate(rule: ReadRule, first: ReadRule): Issue {
  const message = `The id ${rule.id} already belongs to ${first.path}. The catalog keeps that rule`;
  return issue('error', 'ingest/duplicate-id', message, {
    path: rule.path,
    ruleId: rule.id,
    hint: 'Give this rule a unique id.',
  });
}
