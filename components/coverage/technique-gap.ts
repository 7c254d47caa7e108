import type { TechniqueView } from '@/lib/catalog/technique';

// Which products' logs tell of an ATT&CK platform. A platform that is not here is looked for by its name.
const PRODUCTS: Readonly<Record<string, readonly string[]>> = {
  Windows: ['windows'],
  Linux: ['linux'],
  macOS: ['macos'],
  IaaS: ['aws', 'azure', 'gcp'],
  'Identity Provider': ['azure', 'okta', 'onelogin', 'gcp', 'cisco'],
  'Office Suite': ['m365', 'gcp', 'azure'],
  SaaS: ['m365', 'github', 'bitbucket', 'okta', 'onelogin', 'gcp', 'azure'],
  Containers: ['kubernetes', 'linux'],
  'Network Devices': ['cisco', 'juniper', 'huawei', 'fortigate', 'fortios', 'paloalto'],
};

export interface Gap {
  /** In sentences; empty when nothing is missing. */
  readonly sentences: readonly string[];
  readonly subs: readonly { readonly id: string; readonly name: string }[];
}

/** What the catalog lacks for a technique: rules at all, queries, proof, platforms, sub-techniques. */
export function gapOf(technique: TechniqueView): Gap {
  const { rules, platforms, subs } = technique;
  const without = subs.filter((sub) => sub.rules === 0);
  if (rules.length === 0) {
    return { sentences: [`No rule in the feed names ${technique.id}.`], subs: [] };
  }
  const sentences: string[] = [];
  const translated = rules.filter(({ outcome }) => outcome !== 'unsupported').length;
  if (translated === 0) sentences.push('None of its rules has a query on any target.');
  else if (translated < rules.length) {
    const rest = rules.length - translated;
    sentences.push(`${rest} of its ${rules.length} rules ${rest === 1 ? 'has' : 'have'} no query.`);
  }
  if (translated > 0 && !rules.some(({ proof }) => proof === 'proven')) {
    sentences.push('No query of it is proven on a published sample event.');
  }
  const products = new Set(rules.map(({ product }) => product));
  // A rule that names no product may stand for any.
  const blind = products.has(null)
    ? []
    : platforms.filter((platform) => {
        const known = PRODUCTS[platform] ?? [platform.toLowerCase()];
        return !known.some((product) => products.has(product));
      });
  if (blind.length > 0) sentences.push(`No rule looks at ${blind.join(', ')}.`);
  return { sentences, subs: without };
}
