import { describeEvents } from './log-source-fixture';
import { category, LOG, security, service, sysmon } from './windows-event-fixture';

const PROCESS = {
  FileVersion: '10.0.26100.1',
  Description: 'Ledger tool',
  Product: 'Ledger',
  Company: 'Quietworks',
  OriginalFileName: 'ledger.exe',
  CommandLine: '"C:\\Tools\\ledger.exe" --open "a & b" <book>',
  CurrentDirectory: 'C:\\Tools\\',
  LogonGuid: '0197231E-5032-6940-AAE2-070000000000',
  LogonId: '0x7e2aa',
  TerminalSessionId: 1,
  IntegrityLevel: 'High',
  Hashes:
    'MD5=0C0A46AAA84E8689D9EE731E6799283B,SHA256=2EF794C4940AFEA56C6D6D3B9BC9E66965BC7333E79C5DCB2DEF3C0E36F0834C,IMPHASH=68F5781FF188454492D1B3FD57484D85',
  ParentProcessGuid: '0197231E-EDAB-693F-1D05-000000000D00',
  ParentProcessId: 14012,
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd.exe /c "ledger"',
  ParentUser: 'OFFICE\\ann',
};

describeEvents('Sysmon: processes, drivers, images and its own state', [
  {
    name: 'process creation, Sysmon 1',
    logsource: category('process_creation'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    CommandLine|contains|all: [' --open ', '"a & b"', '<book>']
    User|contains: 'ann'
    IntegrityLevel: High
    ParentImage|endswith: '\\cmd.exe'`,
    event: sysmon(1, PROCESS),
    tables: ['Event', 'WindowsEvent', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  },
  {
    name: 'process creation by hash and original name, Sysmon 1',
    logsource: category('process_creation'),
    detection: `selection:
    OriginalFileName: LEDGER.EXE
    Hashes|contains: 'MD5=0C0A46AAA84E8689D9EE731E6799283B'`,
    event: sysmon(1, PROCESS),
    tables: ['Event', 'WindowsEvent', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  },
  {
    name: 'process creation, Security 4688',
    logsource: category('process_creation'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    CommandLine|contains: '--open'
    ParentImage|endswith: '\\cmd.exe'`,
    event: security(4688, {
      NewProcessId: '0x1440',
      NewProcessName: 'C:\\Tools\\ledger.exe',
      TokenElevationType: '%%1937',
      ProcessId: '0x36bc',
      CommandLine: '"C:\\Tools\\ledger.exe" --open',
      TargetUserSid: 'S-1-0-0',
      TargetUserName: '-',
      TargetDomainName: '-',
      TargetLogonId: '0x0',
      ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
      MandatoryLabel: 'S-1-16-12288',
    }),
    tables: ['SecurityEvent', '_Im_ProcessCreate'],
  },
  {
    name: 'sysmon_status, Sysmon 4',
    logsource: category('sysmon_status'),
    detection: `selection: { State: Stopped }`,
    event: sysmon(4, { State: 'Stopped', Version: '15.15', SchemaVersion: '4.90' }),
    tables: LOG,
  },
  {
    name: 'driver_load, Sysmon 6',
    logsource: category('driver_load'),
    detection: `selection: { ImageLoaded|endswith: '\\ledger.sys', Hashes|contains: 'MD5=0C0A46AAA84E8689D9EE731E6799283B' }`,
    event: sysmon(6, {
      ImageLoaded: 'C:\\Windows\\System32\\drivers\\ledger.sys',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Signed: 'true',
      Signature: 'Quietworks',
      SignatureStatus: 'Valid',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'image_load, Sysmon 7',
    logsource: category('image_load'),
    detection: `selection: { ImageLoaded|endswith: '\\ledger.dll', Image|startswith: 'C:\\Tools\\' }
  filter: { Image|endswith: '\\other.exe' }`,
    event: sysmon(7, {
      ImageLoaded: 'C:\\Users\\ann\\ledger.dll',
      FileVersion: '-',
      Description: '-',
      Product: '-',
      Company: '-',
      OriginalFileName: '-',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Signed: 'false',
      Signature: '-',
      SignatureStatus: 'Unavailable',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceImageLoadEvents'],
  },
  {
    name: 'create_remote_thread, Sysmon 8',
    logsource: category('create_remote_thread'),
    detection: `selection: { SourceImage|endswith: '\\ledger.exe', TargetImage|endswith: '\\shelf.exe' }`,
    event: sysmon(8, {
      SourceProcessId: 1,
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetProcessId: 2,
      TargetImage: 'C:\\Tools\\shelf.exe',
      NewThreadId: 3,
      StartAddress: '0x00007FF8A1B2C3D4',
      StartModule: '-',
      StartFunction: '-',
      SourceUser: 'OFFICE\\ann',
      TargetUser: 'OFFICE\\ann',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'process_access, Sysmon 10',
    logsource: category('process_access'),
    detection: `selection:
    TargetImage|endswith: '\\lsass.exe'
    GrantedAccess: ['0x1410', '0x1fffff']
    CallTrace|contains: 'dbghelp'`,
    event: sysmon(10, {
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetImage: 'C:\\Windows\\System32\\lsass.exe',
      GrantedAccess: '0x1fffff',
      CallTrace: 'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\dbghelp.dll+1',
      SourceUser: 'OFFICE\\ann',
      TargetUser: 'NT AUTHORITY\\SYSTEM',
    }),
    tables: LOG,
  },
  {
    name: 'process_access by access mask, Sysmon 10',
    logsource: category('process_access'),
    detection: `selection: { TargetImage|endswith: '\\lsass.exe', GrantedAccess: '0x1410' }`,
    event: sysmon(10, {
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetImage: 'C:\\Windows\\System32\\lsass.exe',
      GrantedAccess: '0x1410',
      CallTrace: '-',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'sysmon, its own service, Sysmon 16',
    logsource: service('sysmon'),
    detection: 'selection: { EventID: 16 }',
    event: sysmon(16, {
      Configuration: 'C:\\Tools\\s.xml',
      ConfigurationFileHash: 'SHA256=00',
    }),
    tables: LOG,
  },
  {
    name: 'process_tampering, Sysmon 25',
    logsource: category('process_tampering'),
    detection: `selection: { Type: 'Image is replaced' }`,
    event: sysmon(25, { Type: 'Image is replaced' }),
    tables: LOG,
  },
  {
    name: 'sysmon_error, Sysmon 255',
    logsource: category('sysmon_error'),
    detection: `selection: { Description|contains: 'Failed to' }`,
    event: sysmon(255, { ID: 'ImageLoad', Description: 'Failed to find process image name' }),
    tables: LOG,
  },
]);
