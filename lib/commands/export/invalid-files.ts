import { ownFiles } from '@/lib/deploy/rendered-file';
import type { DeployFormat, RenderedFile, ValidationFinding } from '@/lib/deploy/types';
import { validate } from '@/lib/deploy/validate';

/** What is wrong with a rule's files. */
export interface InvalidFile {
  /** Of the first file that is the rule's own. */
  readonly path: string;
  readonly finding: ValidationFinding;
}

/** What is wrong with the files of a query in a format. Empty if they are valid. */
export function invalidFiles(
  format: DeployFormat,
  files: readonly RenderedFile[],
): readonly InvalidFile[] {
  const path = ownFiles(files)[0]?.path ?? '';
  return validate(format, files).map((finding) => ({ path, finding }));
}
