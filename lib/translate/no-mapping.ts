import type { Diagnostic } from '@/lib/diagnostic';
import type { LogSource } from '@/lib/sigma';
import { nearest } from '@/lib/sigma/nearest';
import { TARGET_NAME, TARGETS, type Target } from '@/lib/target';
import { keyOfLogSource, type LogSourceName, nameOfLogSource } from './log-source-name';
import type { Mapping } from './mapping/mapping';

/** Names of log sources resemble each other. */
const MAX_TYPOS = 2;

/**
 * The diagnostic for a log source that no mapping of the target covers (`translate/no-mapping`): it
 * names the targets that do have a mapping, or else the log source that was probably meant.
 */
export function noMapping(
  logsource: LogSource,
  target: Target,
  mappings: readonly Mapping[],
): Diagnostic {
  const own = keyOfLogSource(logsource);
  const elsewhere = TARGETS.filter((other) =>
    mappings.some((one) => one.target === other && keyOfLogSource(one.logsource) === own),
  );
  const message = `The log source ${nameOfLogSource(logsource)} has no mapping for ${TARGET_NAME[target]}`;
  const base = { severity: 'error', code: 'translate/no-mapping' } as const;
  if (elsewhere.length > 0) {
    const names = elsewhere.map((other) => TARGET_NAME[other]).join(' and ');
    return { ...base, message: `${message}; it is mapped for ${names}` };
  }
  const parts = partsAlone(logsource, target, mappings);
  if (parts.length > 0) {
    const hint = `Write ${parts.map((one) => `\`${partsOf(one)}\``).join(' or ')}.`;
    return { ...base, message, hint };
  }
  const meant = nearestLogSource(logsource, target, mappings);
  return { ...base, message, ...(meant === null ? {} : { hint: `Did you mean ${meant}?` }) };
}

/** The category and the service of a rule that names both, as far as each has a mapping. */
function partsAlone(
  { product, category, service }: LogSource,
  target: Target,
  mappings: readonly Mapping[],
): LogSourceName[] {
  if (category === null || service === null) return [];
  const known = new Set(
    mappings
      .filter((mapping) => mapping.target === target)
      .map((mapping) => keyOfLogSource(mapping.logsource)),
  );
  return [
    { product, category, service: null },
    { product, category: null, service },
  ].filter((one) => known.has(keyOfLogSource(one)));
}

function nearestLogSource(
  logsource: LogSource,
  target: Target,
  mappings: readonly Mapping[],
): string | null {
  const known = new Map(
    mappings
      .filter((mapping) => mapping.target === target)
      .map((mapping) => [nameOfLogSource(mapping.logsource), mapping.logsource]),
  );
  const name = nameOfLogSource(logsource);
  const near = nearest(name, known.keys(), MAX_TYPOS);
  const meant = near === null ? undefined : known.get(near);
  if (near !== name || !meant) return near;
  // The same words in other parts: `service: process_creation` instead of `category`.
  return `\`${partsOf(meant)}\``;
}

function partsOf({ product, category, service }: LogSourceName): string {
  return Object.entries({ product, category, service })
    .flatMap(([part, value]) => (value === null ? [] : [`${part}: ${value}`]))
    .join(', ');
}
