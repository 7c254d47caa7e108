import type { AttackFacts } from './facts';
import type { StixBundle } from './stix';

/** `19.2` against `19.10`: negative when `a` is the older one. */
function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference) return difference;
  }
  return 0;
}

/** What the bundle's collection object says; mitre/cti publishes bundles without one. */
export function statedVersion(stix: StixBundle): string | null {
  const stated = stix.list('x-mitre-collection').map((collection) => collection.x_mitre_version);
  return stated.find((version) => version && /^\d{1,4}(\.\d{1,4}){0,2}$/.test(version)) ?? null;
}

/**
 * Whether the bundle is newer than the facts: by its version, and by the date of its latest object
 * where it states none. A day is granted because an object's time is that of the release itself.
 */
export function isNewer(stix: StixBundle, facts: AttackFacts): boolean {
  const version = statedVersion(stix);
  if (version) return compareVersions(version, facts.version) > 0;
  return stix.latest !== null && stix.latest.slice(0, 10) > facts.released;
}
