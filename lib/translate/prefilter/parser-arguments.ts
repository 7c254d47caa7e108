import { dynamic, type Expression, named } from '@/lib/kql';
import { originsOf } from './origin';
import { heaviest, type Prefiltered, singles } from './prefilter';
import { best, type Requirement, requirementsOf } from './requirements';

/**
 * The same terms as arguments of an ASIM parser, which looks for them in the tables behind it before it
 * computes any column. `filters` are the parameters for which all of its sources agree on the column.
 */
export function parserArguments(
  condition: Expression,
  parser: Prefiltered,
  filters: Readonly<Record<string, string>>,
): Expression[] {
  const parameters = Object.entries(filters);
  if (parameters.length === 0) return [];
  const origins = originsOf((name) => parser.computed.get(name) ?? name, parser.columns);
  const requirements = requirementsOf(condition, (name) => {
    const origin = origins(name);
    // Some sources keep the record as JSON, and their parsers look there first.
    return origin && { ...origin, json: true };
  });
  const together = singles(requirements);
  const made: Expression[] = [];
  for (const column of new Set(parameters.map(([, name]) => name))) {
    const parameter = (suffix: string): string | undefined =>
      parameters.find(([name, of]) => of === column && name.endsWith(suffix))?.[0];
    const phrases = heaviest(together.get(column) ?? []);
    const all = parameter('_has_all');
    const any = parameter('_has_any');
    if (phrases.length > 0 && all) made.push(named(all, dynamic(phrases)));
    else if (phrases.length > 0 && any) made.push(named(any, dynamic(phrases.slice(0, 1))));
    else if (any) {
      const list = best(requirements.filter((one) => isAbout(one, column)))?.get(column);
      if (list) made.push(named(any, dynamic(list)));
    }
  }
  return made;
}

function isAbout(requirement: Requirement, column: string): boolean {
  return requirement.size === 1 && requirement.has(column);
}
