import { load as loadYaml, YAMLException } from 'js-yaml';
import type { ZodType, z } from 'zod';
import { type Diagnostic, positionAt, type Span } from '@/lib/diagnostic';
import { type Positions, pathKey, readPositions } from '@/lib/yaml-positions';

export interface MappingText {
  /** Below `content/mappings`: `sources.yml`, `presets.yml`, `<target>/<name>.yml`. */
  readonly path: string;
  readonly text: string;
}

/** A diagnostic of a mapping file; `message` begins with `path:line field`. */
export interface MappingDiagnostic extends Diagnostic {
  readonly path: string;
}

/** Reports a problem with the entry at `path` in the file's YAML. */
export type Report = (path: readonly PropertyKey[], message: string, hint?: string) => void;

/** Reports problems of one file into `diagnostics`, each once, with the line of the entry at fault. */
export function createReport(file: MappingText, diagnostics: MappingDiagnostic[]): Report {
  const reported = new Set<string>();
  let positions: Positions | null = null;
  return (path, message, hint) => {
    positions ??= readPositions(file.text);
    const span = nearest(positions, path);
    const line = span ? positionAt(file.text, span.start).line : 1;
    const whole = `${file.path}:${line} ${path.map(String).join('.')}: ${message}`;
    if (reported.has(whole)) return;
    reported.add(whole);
    diagnostics.push({
      severity: 'error',
      code: 'translate/bad-mapping',
      path: file.path,
      message: whole,
      ...(span ? { span } : {}),
      ...(hint ? { hint } : {}),
    });
  };
}

/** The position of the entry, or of the innermost entry around it that the text has. */
function nearest(positions: Positions, path: readonly PropertyKey[]): Span | undefined {
  for (let length = path.length; length >= 0; length--) {
    const span = positions.get(pathKey(path.slice(0, length)));
    if (span) return span;
  }
  return undefined;
}

/**
 * Parses one YAML file and checks its shape. Returns null after reporting what is wrong: text that is
 * not YAML, or each key and value that `schema` refuses.
 */
export function readFile<T>(
  file: MappingText,
  schema: ZodType<T>,
  diagnostics: MappingDiagnostic[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark?.position ?? 0;
    diagnostics.push({
      severity: 'error',
      code: 'translate/bad-mapping',
      path: file.path,
      message: `${file.path}:${positionAt(file.text, at).line} is not YAML: ${error.reason}`,
      span: { start: at, end: at + 1 },
    });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const report = createReport(file, diagnostics);
  for (const { path, message } of read.error.issues.flatMap((issue) => plainIssues(issue, []))) {
    report(path, message);
  }
  return null;
}

/** The issues of the union member that the value was meant for: the one whose type it has. */
function plainIssues(
  issue: z.core.$ZodIssue,
  outer: readonly PropertyKey[],
): { path: PropertyKey[]; message: string }[] {
  const path = [...outer, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find(
      (issues) => !issues.some(({ code, path: at }) => code === 'invalid_type' && at.length === 0),
    );
    if (meant) return meant.flatMap((inner) => plainIssues(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: issue.message }));
  }
  return [{ path, message: issue.message }];
}
