import type { Attack } from '@/lib/attack';
import { currentLogSources, logSourceName, taxonomyFields } from '@/lib/log-sources';
import { type WordsOfRules, wordsOfRules } from '@/lib/sigma/words-of-rules';
import type { Mappings } from '@/lib/translate';

/** A log source that rules may name. */
export interface KnownLogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  /** In words; null if it has none. */
  readonly name: string | null;
  readonly fields: readonly string[];
}

/** Everything that an editor can complete in a rule. */
export interface RuleVocabulary extends WordsOfRules {
  readonly logSources: readonly KnownLogSource[];
  /** Tags of ATT&CK with the names of what they stand for. */
  readonly tags: readonly { readonly tag: string; readonly name: string }[];
}

/** The vocabulary of rules that these mappings translate. */
export function ruleVocabulary(mappings: Mappings, attack: Attack): RuleVocabulary {
  return {
    ...wordsOfRules(),
    logSources: knownLogSources(mappings),
    tags: tagsOf(attack),
  };
}

/** The log sources with a mapping or with facts, each with the fields that a mapping or the taxonomy names. */
function knownLogSources({ all }: Mappings): KnownLogSource[] {
  const fieldsOf = new Map<string, Set<string>>();
  const add = (parts: readonly (string | null)[], fields: Iterable<string>) => {
    const key = JSON.stringify(parts);
    const known = fieldsOf.get(key) ?? new Set();
    for (const field of fields) known.add(field);
    fieldsOf.set(key, known);
  };
  for (const { logsource, variants } of all) {
    const { product, category, service } = logsource;
    const named = variants.flatMap(({ named }) => [...named.keys()]);
    add([product, category, service], named);
  }
  for (const [product, { categories, services }] of currentLogSources().products) {
    for (const category of categories.keys()) add([product, category, null], []);
    for (const service of services.keys()) add([product, null, service], []);
  }
  return [...fieldsOf].map(([key, named]) => {
    const [product, category, service] = JSON.parse(key) as (string | null)[];
    const parts = {
      product: product ?? null,
      category: category ?? null,
      service: service ?? null,
    };
    const fields = new Set([...named, ...(taxonomyFields(parts) ?? [])]);
    return { ...parts, name: logSourceName(parts), fields: [...fields].sort() };
  });
}

function tagsOf({ tactics, techniques }: Attack): RuleVocabulary['tags'] {
  return [
    ...tactics.map(({ shortName, name }) => ({ tag: `attack.${shortName}`, name })),
    ...[...techniques.values()].map(({ id, name }) => ({
      tag: `attack.${id.toLowerCase()}`,
      name,
    })),
  ];
}
