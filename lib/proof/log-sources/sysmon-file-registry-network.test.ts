import { describeEvents } from './log-source-fixture';
import { category, LOG, sysmon } from './windows-event-fixture';

describeEvents('Sysmon: files, registry, network, pipes and WMI', [
  {
    name: 'file_change, Sysmon 2',
    logsource: category('file_change'),
    detection: `selection: { TargetFilename|endswith: '\\book.dat', PreviousCreationUtcTime|startswith: '2019' }`,
    event: sysmon(2, {
      TargetFilename: 'C:\\Tools\\book.dat',
      CreationUtcTime: '2026-02-03 04:05:06.780',
      PreviousCreationUtcTime: '2019-02-03 04:05:06.780',
    }),
    tables: LOG,
  },
  {
    name: 'network_connection, Sysmon 3',
    logsource: category('network_connection'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    Initiated: 'true'
    DestinationPort: [443, 8443]
    DestinationIp|cidr: '203.0.113.0/24'`,
    event: sysmon(3, {
      Protocol: 'tcp',
      Initiated: true,
      SourceIsIpv6: false,
      SourceIp: '10.1.2.3',
      SourceHostname: 'ws7.office.test',
      SourcePort: 50311,
      SourcePortName: '-',
      DestinationIsIpv6: false,
      DestinationIp: '203.0.113.9',
      DestinationHostname: '-',
      DestinationPort: 8443,
      DestinationPortName: '-',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceNetworkEvents', '_Im_NetworkSession'],
  },
  {
    name: 'raw_access_thread, Sysmon 9',
    logsource: category('raw_access_thread'),
    detection: `selection: { Device|contains: 'Harddisk', Image|startswith: 'C:\\Tools\\' }`,
    event: sysmon(9, { Device: '\\Device\\HarddiskVolume3' }),
    tables: LOG,
  },
  {
    name: 'file_event, Sysmon 11',
    logsource: category('file_event'),
    detection: `selection: { TargetFilename|contains: '\\Startup\\', TargetFilename|endswith: '.lnk' }`,
    event: sysmon(11, {
      TargetFilename: 'C:\\Users\\ann\\AppData\\Roaming\\Startup\\a b.lnk',
      CreationUtcTime: '2026-02-03 04:05:06.780',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_FileEvent', 'DeviceFileEvents'],
  },
  {
    name: 'registry_add, Sysmon 12',
    logsource: category('registry_add'),
    detection: `selection: { EventType: CreateKey, TargetObject|contains: '\\Software\\Quietworks' }`,
    event: sysmon(12, {
      EventType: 'CreateKey',
      TargetObject: 'HKU\\S-1-5-21-1-2-3-1001\\Software\\Quietworks',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_delete, Sysmon 12',
    logsource: category('registry_delete'),
    detection: `selection: { EventType: DeleteValue, TargetObject|endswith: '\\Quietworks\\Page' }`,
    event: sysmon(12, {
      EventType: 'DeleteValue',
      TargetObject: 'HKLM\\SOFTWARE\\Quietworks\\Page',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_set of a number, Sysmon 13',
    logsource: category('registry_set'),
    detection: `selection:
    TargetObject|startswith: 'HKLM\\System\\CurrentControlSet\\Services\\'
    TargetObject|endswith: '\\Start'
    Details: 'DWORD (0x00000004)'`,
    event: sysmon(13, {
      EventType: 'SetValue',
      TargetObject: 'HKLM\\System\\CurrentControlSet\\Services\\WinDefend\\Start',
      Details: 'DWORD (0x00000004)',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_set of text, Sysmon 13',
    logsource: category('registry_set'),
    detection: `selection: { TargetObject|contains: '\\CurrentVersion\\Run\\', Details|contains: '\\ledger.exe' }`,
    event: sysmon(13, {
      EventType: 'SetValue',
      TargetObject:
        'HKU\\S-1-5-21-1-2-3-1001\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Ledger',
      Details: '"C:\\Tools\\ledger.exe" /a',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_event of a renamed key, Sysmon 14',
    logsource: category('registry_event'),
    detection: `selection: { NewName|endswith: '\\Ledger2' }`,
    event: sysmon(14, {
      EventType: 'RenameKey',
      TargetObject: 'HKLM\\SOFTWARE\\Quietworks\\Ledger',
      NewName: 'HKLM\\SOFTWARE\\Quietworks\\Ledger2',
    }),
    tables: LOG,
  },
  {
    name: 'create_stream_hash, Sysmon 15',
    logsource: category('create_stream_hash'),
    detection: `selection: { TargetFilename|endswith: ':Zone.Identifier', Contents|contains: 'host.test' }`,
    event: sysmon(15, {
      TargetFilename: 'C:\\Users\\ann\\Downloads\\a.iso:Zone.Identifier',
      CreationUtcTime: '2026-02-03 04:05:06.780',
      Hash: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Contents: '[ZoneTransfer]  ZoneId=3  HostUrl=https://host.test/a.iso  ',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceFileEvents'],
  },
  {
    name: 'pipe_created, Sysmon 17',
    logsource: category('pipe_created'),
    detection: `selection: { PipeName|startswith: '\\led' }`,
    event: sysmon(17, { EventType: 'CreatePipe', PipeName: '\\ledger' }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'pipe_created, Sysmon 18',
    logsource: category('pipe_created'),
    detection: `selection: { PipeName: ['\\ledger', '\\shelf'] }`,
    event: sysmon(18, { EventType: 'ConnectPipe', PipeName: '\\shelf' }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'wmi_event, Sysmon 20',
    logsource: category('wmi_event'),
    detection: `selection: { Destination|contains: 'ledger.exe' }`,
    event: sysmon(20, {
      EventType: 'WmiConsumerEvent',
      Operation: 'Created',
      Name: ' "page"',
      Type: 'Command Line',
      Destination: ' "C:\\\\Tools\\\\ledger.exe"',
    }),
    tables: LOG,
  },
  {
    name: 'wmi_event, Sysmon 19 to 21',
    logsource: category('wmi_event'),
    detection: 'selection: { EventID: [19, 20, 21] }',
    event: sysmon(21, { Operation: 'Created', Consumer: 'a', Filter: 'b' }),
    tables: LOG,
  },
  {
    name: 'dns_query, Sysmon 22',
    logsource: category('dns_query'),
    detection: `selection: { QueryName|endswith: '.host.test', Image|contains: '\\Tools\\' }`,
    event: sysmon(22, {
      QueryName: 'a.host.test',
      QueryStatus: 0,
      QueryResults: '::ffff:203.0.113.9;',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_Dns', 'DeviceEvents'],
  },
  {
    name: 'file_delete, Sysmon 23',
    logsource: category('file_delete'),
    detection: `selection: { TargetFilename|endswith: '.bak' }`,
    event: sysmon(23, {
      TargetFilename: 'C:\\Tools\\book.bak',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      IsExecutable: false,
      Archived: 'true',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_FileEvent', 'DeviceFileEvents'],
  },
  {
    name: 'file_executable_detected, Sysmon 29',
    logsource: category('file_executable_detected'),
    detection: `selection: { TargetFilename|contains: '\\Temp\\' }`,
    event: sysmon(29, {
      TargetFilename: 'C:\\Users\\ann\\AppData\\Local\\Temp\\a.exe',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
    }),
    tables: LOG,
  },
]);
