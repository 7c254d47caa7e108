import { describeEvents } from './log-source-fixture';
import { evtx, security, service } from './windows-event-fixture';

describeEvents('the Security log', [
  {
    name: 'security 4624',
    logsource: service('security'),
    detection: `selection: { EventID: 4624, LogonType: 9, LogonProcessName: seclogo, AuthenticationPackageName: Negotiate }`,
    event: security(4624, {
      TargetUserSid: 'S-1-5-21-1-2-3-1001',
      TargetUserName: 'ann',
      TargetDomainName: 'OFFICE',
      TargetLogonId: '0x4d2f1',
      LogonType: 9,
      LogonProcessName: 'seclogo',
      AuthenticationPackageName: 'Negotiate',
      WorkstationName: '-',
      LogonGuid: '00000000-0000-0000-0000-000000000000',
      KeyLength: 0,
      ProcessName: 'C:\\Windows\\System32\\svchost.exe',
      IpAddress: '::1',
      IpPort: 0,
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4625',
    logsource: service('security'),
    detection: `selection: { EventID: 4625, SubStatus: '0xC0000064' }
  filter: { IpAddress: '-' }`,
    event: security(4625, {
      TargetUserName: 'nobody',
      TargetDomainName: 'OFFICE',
      Status: '0xc000006d',
      SubStatus: '0xc0000064',
      LogonType: 3,
      IpAddress: '203.0.113.9',
      IpPort: '50000',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4663',
    logsource: service('security'),
    detection: `selection: { EventID: 4663, ObjectType: File, ObjectName|contains: '\\Login Data' }`,
    event: security(4663, {
      ObjectServer: 'Security',
      ObjectType: 'File',
      ObjectName: 'C:\\Users\\ann\\AppData\\Local\\Google\\Login Data',
      HandleId: '0x1a4',
      AccessList: '%%4416\r\n\t\t\t\t',
      AccessMask: '0x1',
      ProcessId: '0x1f0',
      ProcessName: 'C:\\Tools\\ledger.exe',
      ResourceAttributes: '-',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4697',
    logsource: service('security'),
    detection: `selection: { EventID: 4697, ServiceFileName|contains: 'cmd.exe' }`,
    event: security(4697, {
      ServiceName: 'Ledger',
      ServiceFileName: '%COMSPEC% cmd.exe /c a',
      ServiceType: '0x10',
      ServiceStartType: 3,
      ServiceAccount: 'LocalSystem',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4698',
    logsource: service('security'),
    detection: `selection: { EventID: 4698, TaskContent|contains: '<Command>powershell' }`,
    event: security(4698, {
      TaskName: '\\Ledger',
      TaskContent:
        '<?xml version="1.0"?>\r\n<Task>\r\n <Exec><Command>powershell</Command></Exec></Task>',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4719, with a field of EventData only',
    logsource: service('security'),
    detection: `selection: { EventID: 4719, AuditPolicyChanges|contains: '%%8448', SubcategoryGuid: '{0CCE9230-69AE-11D9-BED3-505054503030}' }`,
    event: security(4719, {
      CategoryId: '%%8277',
      SubcategoryId: '%%13573',
      SubcategoryGuid: '0CCE9230-69AE-11D9-BED3-505054503030',
      AuditPolicyChanges: '%%8448, %%8450',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4720',
    logsource: service('security'),
    detection: `selection: { EventID: 4720, TargetUserName|endswith: '$' }`,
    event: security(4720, {
      TargetUserName: 'new$',
      TargetDomainName: 'OFFICE',
      TargetSid: 'S-1-5-21-1-2-3-1009',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 5145',
    logsource: service('security'),
    detection: `selection: { EventID: 5145, ShareName: '\\\\*\\IPC$', RelativeTargetName|startswith: 'led' }`,
    event: security(5145, {
      ObjectType: 'File',
      IpAddress: '10.1.2.3',
      IpPort: 50000,
      ShareName: '\\\\*\\IPC$',
      ShareLocalPath: '',
      RelativeTargetName: 'ledger',
      AccessMask: '0x12019f',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 1102, in UserData',
    logsource: service('security'),
    detection: 'selection: { EventID: [517, 1102] }',
    event: evtx('Microsoft-Windows-Eventlog', 'Security', 1102, {
      UserData: {
        LogFileCleared: {
          '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
          SubjectUserSid: 'S-1-5-21-1-2-3-1001',
          SubjectUserName: 'ann',
          SubjectDomainName: 'OFFICE',
        },
      },
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
]);
