import { groupBy } from '@/lib/group-by';
import type { Diagnostic } from '../diagnostic';
import { diagnose, type SigmaCode } from './diagnostics';
import type { Rule } from './types';

/** A rule of a collection, and the file it came from. */
export interface PlacedRule {
  readonly rule: Rule;
  /** The path to show, or a bare file name. */
  readonly path: string;
}

/**
 * Checks that need several rules: ids, names and titles that two of them share, and file names that
 * break the specification's convention. Returns the diagnostics of each rule that has any, without
 * spans. Codes: `sigma/duplicate-id`, `duplicate-name`, `duplicate-title`, `file-name`.
 */
export function checkTogether(placed: readonly PlacedRule[]): ReadonlyMap<Rule, Diagnostic[]> {
  const found = new Map<Rule, Diagnostic[]>();
  const report = (rule: Rule, diagnostic: Diagnostic): void => {
    const known = found.get(rule);
    if (known) known.push(diagnostic);
    else found.set(rule, [diagnostic]);
  };
  for (const [code, what, keyOf] of SHARED) {
    const named = placed.filter(({ rule }) => keyOf(rule));
    for (const group of groupBy(named, ({ rule }) => keyOf(rule)).values()) {
      const [first, second] = group;
      if (!second) continue;
      for (const { rule } of group) {
        const other = rule === first.rule ? second : first;
        const message = `Another rule has the same ${what}: ${other.path}`;
        report(rule, diagnose('warning', code, message, null));
      }
    }
  }
  const told = new Set<string>();
  for (const { rule, path } of placed) {
    const name = path.split(/[\\/]/).at(-1) ?? '';
    if (told.has(path) || !/\.ya?ml$/i.test(name) || FILE_NAME.test(name)) continue;
    told.add(path);
    const message = `\`${name}\` does not follow the naming convention for rule files`;
    const hint = 'Use 10 to 70 lower-case letters, digits and underscores, and the extension .yml.';
    report(rule, diagnose('info', 'sigma/file-name', message, null, hint));
  }
  return found;
}

const SHARED: readonly (readonly [SigmaCode, string, (rule: Rule) => string | null])[] = [
  ['sigma/duplicate-id', 'id', ({ id }) => id.toLowerCase()],
  ['sigma/duplicate-name', 'name', ({ name }) => name],
  ['sigma/duplicate-title', 'title', ({ title }) => title.toLowerCase()],
];
const FILE_NAME = /^[a-z0-9_]{10,70}\.yml$/;
