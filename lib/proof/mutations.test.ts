import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { createTranslator, type Translation } from '@/lib/translate';
import { createContext } from './proof-context';
import { agrees } from './proof-of';
import { prove } from './prove';

/*
 * The proof itself, checked: a translator that is wrong in one of these ways must be found out by
 * events that are constructed from the rule alone.
 */

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);

const RULES = {
  process: `title: Tool from a program
id: 11111111-1111-4111-8111-111111111111
logsource: { product: windows, category: process_creation }
detection:
  selection_img:
    Image|endswith: ['\\alpha.exe', '\\beta.exe', '\\gamma.exe']
  selection_cli:
    CommandLine|contains: [' -enc ', 'run*now']
  filter_main_parent:
    ParentImage|startswith: 'C:\\Program Files\\'
  filter_main_user:
    User|contains: 'SVC'
    IntegrityLevel: 'System'
  condition: all of selection_* and not 1 of filter_main_*
`,
  registry: `title: Service set to start never
id: 11111111-1111-4111-8111-111111111112
logsource: { product: windows, category: registry_set }
detection:
  selection:
    TargetObject|startswith: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\'
    TargetObject|endswith: '\\Start'
    Details: 'DWORD (0x00000004)'
  condition: selection
`,
  network: `title: Connection to a network
id: 11111111-1111-4111-8111-111111111113
logsource: { product: windows, category: network_connection }
detection:
  selection:
    DestinationPort: [80, 443]
    DestinationIp|cidr: '198.51.100.0/24'
  condition: selection
`,
  file: `title: File dropped
id: 11111111-1111-4111-8111-111111111114
logsource: { product: windows, category: file_event }
detection:
  selection:
    Image|endswith: '\\writer.exe'
    TargetFilename|contains|all: ['\\Temp\\', '.page']
  filter:
    ProcessId: null
  condition: selection and not filter
`,
  cased: `title: Letter case matters
id: 11111111-1111-4111-8111-111111111115
logsource: { product: windows, category: process_creation }
detection:
  selection:
    CommandLine|contains|cased: 'EnCoDe'
  condition: selection
`,
} as const;

function read(text: string): DetectionRule {
  const rule = parseRules(text)[0]?.rule;
  if (rule?.kind !== 'detection') throw new Error('not a rule');
  return rule;
}

function translate(
  name: keyof typeof RULES,
  target: Target,
): { rule: DetectionRule; query: Translation } {
  const rule = read(RULES[name]);
  return { rule, query: { ...translator.translate(rule, target), alternatives: [] } };
}

function caught(rule: DetectionRule, query: Translation): boolean {
  const evidence = prove({ rule, translations: [query], samples: [] }, context);
  const ran = evidence.filter(({ skipped }) => skipped === null);
  expect(ran.length, JSON.stringify(evidence.map(({ skipped }) => skipped))).toBeGreaterThan(0);
  return ran.some((one) => !agrees(one));
}

interface Mutation {
  readonly name: string;
  readonly rule: keyof typeof RULES;
  readonly target: Target;
  readonly change: (kql: string) => string;
}

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'drops the event filter',
    rule: 'file',
    target: 'defender-xdr',
    change: (kql) => kql.replace('ActionType == "FileCreated" and ', ''),
  },
  {
    name: 'drops the event ID',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace(' and EventID == 1', ''),
  },
  {
    name: 'swaps two columns',
    rule: 'process',
    target: 'defender-xdr',
    change: (kql) =>
      kql
        .replaceAll('InitiatingProcessFolderPath', '§')
        .replaceAll('FolderPath', 'InitiatingProcessFolderPath')
        .replaceAll('§', 'FolderPath'),
  },
  {
    name: 'unanchors a wildcard',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replaceAll(' endswith ', ' contains '),
  },
  {
    name: 'anchors what has no anchor',
    rule: 'process',
    target: 'defender-xdr',
    change: (kql) => kql.replace(' contains " -enc "', ' startswith " -enc "'),
  },
  {
    name: 'makes "has each part" of a pattern',
    rule: 'process',
    target: 'sentinel',
    change: (kql) =>
      kql.replace(
        /(\w+) matches regex "\(\?is\)run\.\*now"/,
        '$1 contains "run" and $1 contains "now"',
      ),
  },
  {
    name: 'loses a not',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace('not(', '('),
  },
  {
    name: 'compares letter case',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replaceAll(' endswith ', ' endswith_cs '),
  },
  {
    name: 'ignores letter case where the rule does not',
    rule: 'cased',
    target: 'sentinel',
    change: (kql) => kql.replaceAll('contains_cs', 'contains'),
  },
  {
    name: 'names another hive',
    rule: 'registry',
    target: 'defender-xdr',
    change: (kql) => kql.replace("'HKLM')", "'HKU')"),
  },
  {
    name: 'leaves the control set as it is stored',
    rule: 'registry',
    target: 'defender-xdr',
    change: (kql) => kql.replace("'CurrentControlSet')", "'ControlSet001')"),
  },
  {
    name: 'keeps Sysmon’s wording of numbers',
    rule: 'registry',
    target: 'defender-xdr',
    change: (kql) => kql.replace('=~ "4"', '=~ "DWORD (0x00000004)"'),
  },
  {
    name: 'drops an item of a list',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace(/ or \w+ endswith @"\\gamma\.exe"/, ''),
  },
  {
    name: 'drops a number of a list',
    rule: 'network',
    target: 'sentinel',
    change: (kql) => kql.replace('("80", "443")', '("80")'),
  },
  {
    name: 'makes or of and',
    rule: 'file',
    target: 'sentinel',
    change: (kql) => kql.replace(/and (\w+ contains)/, 'or $1'),
  },
  {
    name: 'makes and of or',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace(/ or (\w+ endswith @"\\beta\.exe")/, ' and $1'),
  },
  {
    name: 'loses one of two exclusions',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace(/\n\s*or User contains "SVC" and IntegrityLevel =~ "System"/, ''),
  },
  {
    name: 'loses half of an exclusion',
    rule: 'process',
    target: 'sentinel',
    change: (kql) => kql.replace(' and IntegrityLevel =~ "System"', ''),
  },
  {
    name: 'compares numbers as other text',
    rule: 'network',
    target: 'sentinel',
    change: (kql) => kql.replace('("80", "443")', '("0x50", "0x1bb")'),
  },
  {
    name: 'asks for a narrower network',
    rule: 'network',
    target: 'sentinel',
    change: (kql) => kql.replace('198.51.100.0/24', '198.51.100.64/26'),
  },
  {
    name: 'asks for a wider network',
    rule: 'network',
    target: 'sentinel',
    change: (kql) => kql.replace('198.51.100.0/24', '198.51.100.0/23'),
  },
  {
    name: 'takes an absent field for a value',
    rule: 'file',
    target: 'sentinel',
    change: (kql) => kql.replace('isnotempty(ProcessId)', 'ProcessId != "-"'),
  },
];

describe.each(['process', 'registry', 'network', 'file', 'cased'] as const)('%s', (name) => {
  it.each(['sentinel', 'defender-xdr'] as const)(
    'agrees with its own translation for %s',
    (target) => {
      const { rule, query } = translate(name, target);
      expect(query.kql).not.toBeNull();
      expect(caught(rule, query)).toBe(false);
    },
  );
});

describe('a translator is found out that', () => {
  it.each(MUTATIONS)('$name', ({ rule: name, target, change }) => {
    const { rule, query } = translate(name, target);
    const kql = change(query.kql ?? '');
    expect(kql, 'the change applies to the query').not.toBe(query.kql);
    expect(caught(rule, { ...query, kql })).toBe(true);
  });
});
