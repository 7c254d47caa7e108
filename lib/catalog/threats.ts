import { type AttackFacts, FACTS_FILE, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';

/** What a rule says of itself that can name a threat. */
export interface ThreatSource {
  readonly title: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
}

/** `CVE-2024-1709`, for every CVE that the rule's tags, title, file or references name, each once. */
export function cvesOf({ title, path, tags, references }: ThreatSource): readonly string[] {
  const text = [...tags, title, path, ...references].join('\n');
  const found = text.matchAll(/(?<![a-z0-9])cve[-_.](\d{4})[-_.](\d{4,7})(?!\d)/gi);
  return [...new Set(Array.from(found, ([, year, number]) => `CVE-${year}-${number}`))].sort();
}

/** The names of groups, malware, tools and campaigns, by the id that tags use and by their letters. */
export interface ThreatNames {
  readonly byId: ReadonlyMap<string, string>;
  readonly byLetters: ReadonlyMap<string, string>;
}

/** The names that ATT&CK has, and those of the folders of a catalog's rules. */
export function readThreatNames(paths: readonly string[]): ThreatNames {
  return threatNames(readFacts(contentJson(FACTS_FILE)), paths);
}

/** The same, of given facts. A threat whose folders spell it differently has one name. */
export function threatNames(
  { groups, software, campaigns }: Pick<AttackFacts, 'groups' | 'software' | 'campaigns'>,
  paths: readonly string[],
): ThreatNames {
  const official = [groups, software, campaigns].flatMap((part) => Object.entries(part));
  // A name with spaces sorts before the same letters without.
  const folders = paths.flatMap((path) => folderName(path) ?? []).sort();
  const byLetters = new Map<string, string>();
  for (const name of [...official.map(([, name]) => name), ...folders]) {
    const letters = lettersOf(name);
    if (!byLetters.has(letters)) byLetters.set(letters, name);
  }
  return { byId: new Map(official.map(([id, name]) => [id.toLowerCase(), name])), byLetters };
}

/** The threats that the rule's tags and its folder name, each once, as ATT&CK writes them if it knows them. */
export function threatsOf(
  { path, tags }: Pick<ThreatSource, 'path' | 'tags'>,
  { byId, byLetters }: ThreatNames,
): readonly string[] {
  const tagged = tags.flatMap((tag) => byId.get(tag.toLowerCase().replace(/^attack\./, '')) ?? []);
  const folder = folderName(path);
  const named = folder === null ? [] : [byLetters.get(lettersOf(folder)) ?? folder];
  return [...new Set([...tagged, ...named])];
}

/** `…/2018/TA/Equation-Group/x.yml`: the folders in which SigmaHQ keeps the rules on one threat. */
const THREAT_FOLDER =
  /(?:^|\/)rules-emerging-threats\/\d{4}\/(?:Exploits|Malware|TA)\/([^/]+)\/[^/]+$/;

/** The threat that a rule's folder is named after; null for a CVE, `Generic` and any other folder. */
function folderName(path: string): string | null {
  const name = THREAT_FOLDER.exec(path)?.[1]?.replaceAll(/[-_]+/g, ' ').trim();
  return !name || /^(?:cve \d.*|generic)$/i.test(name) ? null : name;
}

/** `Qakbot` and `QakBot`, `Equation Group` and `EquationGroup` are one name. */
function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
