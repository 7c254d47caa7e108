import { describeEvents } from './log-source-fixture';
import { evtx, LOG, operational, service } from './windows-event-fixture';

describeEvents('System, Application, WMI and Windows Defender', [
  {
    name: 'system 7045',
    logsource: service('system'),
    detection: `selection: { Provider_Name: 'Service Control Manager', EventID: 7045, ImagePath|contains: '\\ledger.exe' }`,
    event: evtx('Service Control Manager', 'System', 7045, {
      EventData: {
        ServiceName: 'Ledger',
        ImagePath: '"C:\\Tools\\ledger.exe" -svc',
        ServiceType: 'user mode service',
        StartType: 'demand start',
        AccountName: 'LocalSystem',
      },
    }),
    tables: ['Event', 'WindowsEvent'],
  },
  {
    name: 'system 7036, with bytes',
    logsource: service('system'),
    detection: `selection: { Provider_Name: 'Service Control Manager', EventID: 7036, param1: Ledger, param2: [stopped, angehalten] }`,
    event: evtx('Service Control Manager', 'System', 7036, {
      EventData: { param1: 'Ledger', param2: 'stopped', Binary: '4C006500640067006500720000' },
    }),
    tables: LOG,
  },
  {
    name: 'system 104, in UserData',
    logsource: service('system'),
    detection: `selection: { EventID: 104, Provider_Name: Microsoft-Windows-Eventlog, Channel: Security }`,
    event: evtx('Microsoft-Windows-Eventlog', 'System', 104, {
      UserData: {
        LogFileCleared: {
          '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
          SubjectUserName: 'ann',
          SubjectDomainName: 'OFFICE',
          Channel: 'Security',
          BackupPath: '',
        },
      },
    }),
    tables: LOG,
  },
  {
    name: 'application 1000',
    logsource: service('application'),
    detection: `selection: { Provider_Name: 'Application Error', EventID: 1000, AppName: lsass.exe, ExceptionCode: c0000001 }`,
    event: evtx('Application Error', 'Application', 1000, {
      EventData: { AppName: 'lsass.exe', AppVersion: '10.0', ExceptionCode: 'c0000001' },
    }),
    tables: LOG,
  },
  {
    name: 'application, a MsiInstaller event of unnamed data',
    logsource: service('application'),
    detection: `selection: { Provider_Name: MsiInstaller, EventID: [1040, 1042], Data|contains: '://' }`,
    event: evtx('MsiInstaller', 'Application', 1042, {
      EventData: { Data: ['http://host.test/a.msi', '5184', '(NULL)'], Binary: null },
    }),
    tables: LOG,
  },
  {
    name: 'wmi 5861, in UserData',
    logsource: service('wmi'),
    detection: `selection: { EventID: 5861 }`,
    event: evtx(
      'Microsoft-Windows-WMI-Activity',
      'Microsoft-Windows-WMI-Activity/Operational',
      5861,
      {
        UserData: {
          Operation_ESStoConsumerBinding: {
            '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2006/windows/WMI' },
            Namespace: '//./root/subscription',
            ESS: 'page',
            CONSUMER: 'CommandLineEventConsumer="page"',
            PossibleCause: 'Binding EventFilter',
          },
        },
      },
    ),
    tables: LOG,
  },
  {
    name: 'windefend 1116',
    logsource: service('windefend'),
    detection: `selection: { EventID: 1116, ThreatName|contains: 'Ledger' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 1116, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Threat ID': 1,
      'Threat Name': 'HackTool:Win32/Ledger',
      Path: 'file:_C:\\Tools\\ledger.exe',
      'Process Name': 'C:\\Windows\\explorer.exe',
    }),
    tables: LOG,
  },
  {
    name: 'windefend 5007',
    logsource: service('windefend'),
    detection: `selection: { EventID: 5007, NewValue|contains: '\\Exclusions\\Paths' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 5007, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Old Value': '',
      'New Value': 'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths\\C:\\a = 0x0',
    }),
    tables: LOG,
  },
  {
    name: 'windefend 5001, of no data of its own',
    logsource: service('windefend'),
    detection: 'selection: { EventID: 5001 }',
    event: operational('Microsoft-Windows-Windows Defender/Operational', 5001, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Product Version': '4.18',
    }),
    tables: LOG,
  },
  {
    name: 'antivirus, from Windows Defender',
    logsource: '{ category: antivirus }',
    detection: `selection: { Signature|contains: 'Ledger' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 1116, {
      'Threat Name': 'HackTool:Win32/Ledger',
      Path: 'file:_C:\\Tools\\ledger.exe',
    }),
    tables: ['_Im_AlertEvent'],
  },
]);
