import { describeEvents } from './log-source-fixture';
import { category, LOG, security, service, sysmon } from './windows-event-fixture';

// Forms that rules of other collections than SigmaHQ's have.
const PROCESS = [...LOG, '_Im_ProcessCreate', 'DeviceProcessEvents'];
const AUDITED = ['SecurityEvent', '_Im_ProcessCreate', 'DeviceProcessEvents'];

describeEvents('Forms of other collections', [
  {
    name: 'numbers without quotes that the log writes in hexadecimals',
    logsource: service('security'),
    detection: `selection: { EventID: 4769, Status: 0x0, TicketEncryptionType: 0x17, TicketOptions: 1082195968 }`,
    event: security(4769, {
      TargetUserName: 'ann@OFFICE.TEST',
      ServiceName: 'ledger',
      TicketOptions: '0x40810000',
      TicketEncryptionType: '0x17',
      Status: '0x0',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'a version without quotes',
    logsource: category('process_creation'),
    detection: `selection: { FileVersion: 1.10 }`,
    event: sysmon(1, { CommandLine: 'ledger', FileVersion: '1.10' }),
    tables: [...LOG],
  },
  {
    name: 'the channel and event id of a category, Sysmon 1',
    logsource: category('process_creation'),
    detection: `selection: { EventID: 1, Channel: Microsoft-Windows-Sysmon/Operational, Image|endswith: '\\ledger.exe' }`,
    event: sysmon(1, { CommandLine: 'ledger /a' }),
    tables: PROCESS,
  },
  {
    name: 'the names of event 4688',
    logsource: category('process_creation'),
    detection: `selection: { EventID: 4688, Channel: Security, NewProcessName|endswith: '\\ledger.exe', CommandLine|contains: ' /a' }`,
    event: security(4688, {
      NewProcessName: 'C:\\Tools\\ledger.exe',
      ParentProcessName: 'C:\\Windows\\explorer.exe',
      CommandLine: 'ledger.exe /a',
      NewProcessId: '0x1440',
      ProcessId: '0x3d0',
      TokenElevationType: '%%1936',
      MandatoryLabel: 'S-1-16-8192',
      TargetUserSid: 'S-1-0-0',
      TargetUserName: '-',
      TargetDomainName: '-',
      TargetLogonId: '0x0',
    }),
    tables: AUDITED,
  },
  {
    name: 'the names of event 4657',
    logsource: category('registry_set'),
    detection: `selection: { EventID: 4657, ObjectName|endswith: '\\Software\\Ledger', ObjectValueName: Page }`,
    event: security(4657, {
      ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\Ledger',
      ObjectValueName: 'Page',
      OperationType: '%%1904',
      NewValueType: '%%1873',
      NewValue: '7',
      OldValueType: '-',
      OldValue: '-',
      ProcessName: 'C:\\Tools\\ledger.exe',
    }),
    tables: ['SecurityEvent', '_Im_RegistryEvent'],
  },
  {
    name: 'hashes by the names of the taxonomy',
    logsource: category('process_creation'),
    detection: `selection: { sha256: ${'0123456789abcdef'.repeat(4)} }`,
    event: sysmon(1, {
      CommandLine: 'ledger',
      Hashes: `MD5=${'AB'.repeat(16)},SHA256=${'0123456789ABCDEF'.repeat(4)},IMPHASH=${'CD'.repeat(16)}`,
    }),
    tables: PROCESS,
  },
  {
    name: 'an escaped bracket in a regular expression',
    logsource: category('process_creation'),
    detection: `selection: { CommandLine|re: 'echo\\s+\\>\\s+[\\w-.]+$' }`,
    event: sysmon(1, { CommandLine: 'echo 1 echo   >  led-ger.txt' }),
    tables: PROCESS,
  },
  {
    name: 'a field that is there and empty',
    logsource: category('process_creation'),
    detection: `selection: { Company: '' }`,
    event: sysmon(1, { CommandLine: 'ledger', Company: '' }),
    tables: LOG,
  },
]);
