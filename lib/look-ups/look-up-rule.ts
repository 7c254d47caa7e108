import type { LookUp } from '@/lib/look-up';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import type { LogSourceName } from '@/lib/translate/log-source-name';
import { type Blank, takeBlanks } from './blanks';

/** The detection of a look-up, and what its values stand for; or why it cannot be read. */
export type LookUpRule =
  | { readonly rule: DetectionRule; readonly blanks: readonly Blank[] }
  | { readonly problem: string };

/** Reads a look-up of a rule with this log source as a detection of its own. */
export function lookUpRule(
  { in: place, where = {}, unless }: LookUp,
  own: LogSourceName,
): LookUpRule {
  const logsource =
    place === undefined
      ? { product: own.product, category: own.category, service: own.service }
      : typeof place === 'string'
        ? { product: own.product, category: place }
        : place;
  const isAll = !Array.isArray(where) && Object.keys(where).length === 0;
  const { parts, blanks } = takeBlanks({
    selection: isAll ? ANY : where,
    ...(unless ? { filter: unless } : {}),
  });
  const text = JSON.stringify({
    title: 'Look-up',
    logsource: Object.fromEntries(Object.entries(logsource).filter(([, name]) => name)),
    detection: { ...parts, condition: unless ? 'selection and not filter' : 'selection' },
  });
  const [document] = parseRules(text);
  const { rule = null, diagnostics = [] } = document ?? {};
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  if (fault) return { problem: fault.message };
  if (rule?.kind !== 'detection') return { problem: 'is no detection' };
  return { rule: isAll ? { ...rule, predicate: { kind: 'and', of: [] } } : rule, blanks };
}

/** A selection for the parser, where all events of the log source are meant. */
const ANY = { any: '*' };
