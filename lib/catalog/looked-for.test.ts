import { expect, it } from 'vitest';
import type { DetectionRule } from '@/lib/sigma';
import { parseRules } from '@/lib/sigma';
import { lookedFor } from './looked-for';

function textsOf(detection: string): string[] {
  const [document] = parseRules(`title: T
id: 0badc0de-0000-4000-8000-000000000001
logsource: { product: windows, category: process_creation }
detection:
${detection}`);
  const rule = document?.rule as DetectionRule;
  return [...lookedFor(rule).values()].map(({ kind, value }) => `${kind} ${value}`);
}

it('names what each text is the text of, once, without wildcards', () => {
  const detection = `  selection:
    Image|endswith: ['\\rundll32.exe', '\\RUNDLL32.exe']
    CommandLine|contains: [' -EncodedCommand', 'comsvcs*MiniDump']
    TargetObject|contains: '\\CurrentVersion\\Run'
    SomethingElse: particular
  condition: selection`;
  expect(textsOf(detection)).toEqual([
    'program rundll32.exe',
    'switch -EncodedCommand',
    'command line comsvcsMiniDump',
    'registry key \\CurrentVersion\\Run',
    'value particular',
  ]);
});

it('leaves out exceptions, numbers and short texts', () => {
  const detection = `  selection:
    Image|endswith: '\\tool.exe'
    EventID: 4688
    Port: '4444'
    CommandLine|contains: ' -a'
  filter:
    ParentImage|endswith: '\\installer.exe'
  condition: selection and not filter`;
  expect(textsOf(detection)).toEqual(['program tool.exe']);
});
