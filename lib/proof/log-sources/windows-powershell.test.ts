import { describeEvents } from './log-source-fixture';
import { category, evtx, LOG, operational, service } from './windows-event-fixture';

const POWERSHELL = 'Microsoft-Windows-PowerShell/Operational';

describeEvents('PowerShell', [
  {
    name: 'ps_script, 4104',
    logsource: category('ps_script'),
    detection: `selection: { ScriptBlockText|contains|all: ['New-Object', '"a"'] }
  filter: { Path|startswith: 'C:\\Program Files\\' }`,
    event: operational(POWERSHELL, 4104, {
      MessageNumber: 1,
      MessageTotal: 1,
      ScriptBlockText: '$x = New-Object Net.WebClient # <a> & "a"\r\n$x.DownloadString("b")',
      ScriptBlockId: '0197231E-FE0B-693F-1306-000000000D00',
      Path: '',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'ps_module, 4103',
    logsource: category('ps_module'),
    detection: `selection: { Payload|contains: 'Get-Process', ContextInfo|contains: 'Host Application = powershell' }`,
    event: operational(POWERSHELL, 4103, {
      ContextInfo:
        '        Severity = Informational\r\n        Host Application = powershell.exe -c a',
      UserData: '',
      Payload: 'CommandInvocation(Get-Process): "Get-Process"',
    }),
    tables: LOG,
  },
  {
    name: 'ps_classic_start, 400',
    logsource: category('ps_classic_start'),
    detection: `selection: { Data|contains: 'HostVersion=3.0' }`,
    event: evtx('PowerShell', 'Windows PowerShell', 400, {
      EventData: {
        Data: ['Available', 'None', '\tNewEngineState=Available\r\n\tHostVersion=3.0\r\n'],
      },
    }),
    tables: LOG,
  },
  {
    name: 'powershell-classic',
    logsource: service('powershell-classic'),
    detection: `selection: { Data|contains|all: ['HostName=', 'ledger'] }`,
    event: evtx('PowerShell', 'Windows PowerShell', 403, {
      EventData: { Data: ['Stopped', 'Available', '\tHostName=ConsoleHost\r\n\tledger'] },
    }),
    tables: LOG,
  },
  {
    name: 'powershell',
    logsource: service('powershell'),
    detection: `selection: { EventID: 4104, ScriptBlockText|contains: 'ledger' }`,
    event: operational(POWERSHELL, 4104, { ScriptBlockText: 'ledger -open' }),
    tables: LOG,
  },
]);
