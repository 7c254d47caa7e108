import type { Texts } from './shared-texts';

const RULE = `title: Encoded PowerShell started by an Office program
id: 3c1a5e0e-6c59-4f0e-9a5e-0d7a3f1c2b11
status: test
description: Detects Office programs that start PowerShell with an encoded command.
author: you
date: 2026-01-15
logsource:
    category: process_creation
    product: windows
detection:
    selection_parent:
        ParentImage|endswith:
            - '\\winword.exe'
            - '\\excel.exe'
    selection_child:
        Image|endswith: '\\powershell.exe'
        CommandLine|contains: ' -enc'
    filter_update:
        CommandLine|contains: 'OfficeUpdate'
    condition: all of selection_* and not filter_update
level: high
tags:
    - attack.execution
    - attack.t1059.001
`;

const event = (commandLine: string, id: number) => ({
  Event: {
    System: {
      Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Computer: 'ws-17',
      EventRecordID: id,
    },
    EventData: {
      Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      CommandLine: commandLine,
      ParentImage: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    },
  },
});

const EVENTS = [
  event('powershell.exe -nop -enc SQBFAFgA', 1),
  event('powershell.exe -File report.ps1', 2),
]
  .map((each) => JSON.stringify(each))
  .join('\n');

/** The example that the translate page opens with. */
export const EXAMPLE: Texts = { rule: RULE, events: EVENTS };
