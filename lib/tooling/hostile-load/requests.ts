interface TranslateBody {
  readonly rule: string;
  readonly events: string;
}

const ruleWith = (detection: string): string => `title: Load
logsource: { product: windows, category: process_creation }
detection:
${detection}
  condition: selection
`;

const eventWith = (commandLine: string): string =>
  JSON.stringify({
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    Image: 'C:\\Windows\\tool.exe',
    CommandLine: commandLine,
  });

const list = (count: number, value: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `      - '${value(at)}'`).join('\n');

/** What a person sends: a rule of one selection, and one event. */
export const SMALL: TranslateBody = {
  rule: ruleWith(`  selection: { Image|endswith: '\\tool.exe' }`),
  events: eventWith('tool.exe -x'),
};

/** Requests within the size limit that take as much time, or ask for as much text, as they can. */
export const HOSTILE: ReadonlyMap<string, TranslateBody> = new Map([
  [
    'one pattern of 5,000 wildcards',
    {
      rule: ruleWith(`  selection: { CommandLine: '${'*a'.repeat(5_000)}' }`),
      events: Array.from({ length: 50 }, () => eventWith('a'.repeat(4_000))).join('\n'),
    },
  ],
  [
    '9,000 values',
    {
      rule: ruleWith(`  selection:\n    CommandLine|contains:\n${list(9_000, (at) => `v${at}`)}`),
      events: eventWith('v'),
    },
  ],
  [
    '1,500 values with wildcards',
    {
      rule: ruleWith(`  selection:\n    CommandLine:\n${list(1_500, (at) => `*a*b${at}*c?d*`)}`),
      events: Array.from({ length: 20 }, () => eventWith('ab'.repeat(1_000))).join('\n'),
    },
  ],
  [
    '600 documents',
    {
      rule: Array.from({ length: 600 }, () => SMALL.rule).join('---\n'),
      events: '',
    },
  ],
  [
    '400 selections in one condition',
    {
      rule: `title: Load
logsource: { product: windows, category: process_creation }
detection:
${Array.from({ length: 400 }, (_, at) => `  s${at}: { Image: a${at}, CommandLine|contains: ['x*${at}', 'y?${at}'] }`).join('\n')}
  condition: ${Array.from({ length: 40 }, () => 'not (1 of s* and not all of s*)').join(' and ')}
`,
      events: eventWith('x'),
    },
  ],
  [
    'a short rule of 150 wildcards',
    {
      rule: ruleWith(`  selection: { CommandLine: '${'*a'.repeat(70)}b' }`),
      events: Array.from({ length: 15 }, () => eventWith('a'.repeat(1_500))).join('\n'),
    },
  ],
]);
