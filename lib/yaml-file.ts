import { EVENT_ID, getScalarValue, load as loadYaml, parseEvents, YAMLException } from 'js-yaml';
import type { ZodType, z } from 'zod';
import { positionAt, type Span } from './diagnostic';

/*
 * Reads a YAML file of `content/` against a schema, and says on which line something is wrong. Every
 * loader of content uses it. Rules are read by `lib/sigma`, which trusts nothing.
 */

/** A YAML file, with its path below its folder of `content/`. */
export interface YamlFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a file. */
export interface YamlProblem {
  readonly path: string;
  /** Begins with `path:line`, and with the field where there is one. */
  readonly message: string;
  /** The entry at fault, or the innermost entry around it that the text has. */
  readonly span?: Span;
  /** What to do about it. */
  readonly hint?: string;
}

/** A node's place in a file: keys and indexes from the top. */
export type YamlPath = readonly PropertyKey[];

/** Reports what is wrong with the node at a path. */
export type ReportAt = (path: YamlPath, message: string, hint?: string) => void;

/** Adds a file's problems to `problems`, each once. */
export function reportOn(file: YamlFile, problems: YamlProblem[]): ReportAt {
  const reported = new Set<string>();
  let spans: ReadonlyMap<string, Span> | null = null;
  return (path, message, hint) => {
    spans ??= readSpans(file.text);
    const span = nearestSpan(spans, path);
    const { line } = positionAt(file.text, span?.start ?? 0);
    const field = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    const whole = `${file.path}:${line} ${field}${message}`;
    if (reported.has(whole)) return;
    reported.add(whole);
    problems.push({
      path: file.path,
      message: whole,
      ...(span ? { span } : {}),
      ...(hint ? { hint } : {}),
    });
  };
}

/**
 * A file's data. Returns null after reporting what is wrong: text that is not YAML, or each key and
 * value that `schema` refuses.
 */
export function readYamlFile<T>(
  file: YamlFile,
  schema: ZodType<T>,
  problems: YamlProblem[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const start = error.mark?.position ?? 0;
    const { line } = positionAt(file.text, start);
    const message = `${file.path}:${line} is not YAML: ${error.reason}`;
    problems.push({ path: file.path, message, span: { start, end: start + 1 } });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  reportIssues(read.error.issues, [], reportOn(file, problems));
  return null;
}

/**
 * Reports what a schema refuses. Of a union's members, only the one that has the value's type counts: the
 * others miss what nobody wrote.
 */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  outer: YamlPath,
  report: ReportAt,
): void {
  for (const issue of issues) {
    const path = [...outer, ...issue.path];
    const meant = issue.code === 'invalid_union' ? issue.errors.find(isMeant) : undefined;
    if (meant) reportIssues(meant, path, report);
    else if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) report([...path, key], issue.message);
    } else report(path, issue.message);
  }
}

function isMeant(issues: readonly z.core.$ZodIssue[]): boolean {
  return !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
}

function nearestSpan(spans: ReadonlyMap<string, Span>, path: YamlPath): Span | undefined {
  for (let length = path.length; length >= 0; length--) {
    const span = spans.get(pathKey(path.slice(0, length)));
    if (span) return span;
  }
  return undefined;
}

function pathKey(path: YamlPath): string {
  return path.map(String).join('\0');
}

/** The position of each node of a YAML document; for an entry of a mapping, the position of its key. */
function readSpans(source: string): ReadonlyMap<string, Span> {
  const found = new Map<string, { start: number; end: number }>();
  const stack: { path: string[]; at: number; key: string | null; mapping: boolean }[] = [];
  let documents = 0;
  for (const event of parseEvents(source, { filename: '' })) {
    const top = stack.at(-1);
    if (event.type === EVENT_ID.DOCUMENT) {
      if (documents++ > 0) break;
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      stack.pop();
      continue;
    }
    if (top?.mapping && top.key === null) {
      if (event.type !== EVENT_ID.SCALAR) break;
      top.key = getScalarValue(source, event);
      found.set(pathKey([...top.path, top.key]), { start: event.valueStart, end: event.valueEnd });
      continue;
    }
    let path: string[] = [];
    if (top) {
      path = [...top.path, top.mapping ? (top.key ?? '') : String(top.at++)];
      top.key = null;
    }
    if (event.type === EVENT_ID.SCALAR) {
      if (!found.has(pathKey(path))) {
        found.set(pathKey(path), { start: event.valueStart, end: event.valueEnd });
      }
    } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      if (!found.has(pathKey(path)))
        found.set(pathKey(path), { start: event.start, end: event.start + 1 });
      stack.push({ path, at: 0, key: null, mapping: event.type === EVENT_ID.MAPPING });
    }
  }
  return found;
}
