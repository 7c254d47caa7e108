import { readYamlFile, reportOn, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import { type PivotFile, pivotFile } from './file-schema';

/** By table or parser. */
export type PivotKnowledge = ReadonlyMap<string, PivotFile>;

/**
 * Reads the files of `content/pivots`. Returns a problem for each fault, with file, line and field, and
 * leaves out the file at fault. A table that two files name belongs to the first.
 */
export function loadPivots(files: readonly YamlFile[]): {
  pivots: PivotKnowledge;
  problems: readonly YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const pivots = new Map<string, PivotFile>();
  for (const file of files) {
    const one = readYamlFile(file, pivotFile, problems);
    if (!one) continue;
    for (const [at, table] of one.tables.entries()) {
      if (pivots.has(table)) {
        reportOn(file, problems)(['tables', at], `another file has the pivots of '${table}'`);
      } else pivots.set(table, one);
    }
  }
  return { pivots, problems };
}
