import { dump } from 'js-yaml';

/**
 * YAML as Azure-Sentinel writes it: keys in the order given, lists indented, texts of several lines in
 * literal blocks. Keys with the value undefined are left out.
 */
export function writeYaml(value: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(value).filter(([, one]) => one !== undefined);
  return dump(Object.fromEntries(present), { lineWidth: -1, noRefs: true });
}
