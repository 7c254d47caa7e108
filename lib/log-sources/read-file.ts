import { load as loadYaml, YAMLException } from 'js-yaml';
import type { ZodType } from 'zod';
import { positionAt } from '@/lib/diagnostic';
import { type Positions, pathKey, readPositions } from '@/lib/yaml-positions';

export interface LogSourceText {
  /** Below `content/log-sources`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a file; `message` begins with `path:line field`. */
export interface LogSourceProblem {
  readonly path: string;
  readonly message: string;
}

/** Reports what is wrong with the node at a path of keys and indexes. */
export type ReportAt = (path: readonly PropertyKey[], message: string) => void;

export function reportOn(file: LogSourceText, problems: LogSourceProblem[]): ReportAt {
  let positions: Positions | null = null;
  return (path, message) => {
    positions ??= readPositions(file.text);
    let start: number | undefined;
    // A key that is missing has no place: its nearest parent has.
    for (let length = path.length; length >= 0 && start === undefined; length--) {
      start = positions.get(pathKey(path.slice(0, length)))?.start;
    }
    const { line } = positionAt(file.text, start ?? 0);
    const field = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    problems.push({ path: file.path, message: `${file.path}:${line} ${field}${message}` });
  };
}

/** A file's data, or null when it is not YAML or does not have the shape of the schema. */
export function readFile<T>(
  file: LogSourceText,
  schema: ZodType<T>,
  report: ReportAt,
  problems: LogSourceProblem[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line } = positionAt(file.text, error.mark?.position ?? 0);
    const message = `${file.path}:${line} is not YAML: ${error.reason}`;
    problems.push({ path: file.path, message });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : null;
    report(unknown === null ? issue.path : [...issue.path, unknown], issue.message);
  }
  return null;
}
