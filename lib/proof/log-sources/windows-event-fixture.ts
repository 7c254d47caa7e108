import type { Data, LogSourceCase } from './log-source-fixture';

/** EVTX as JSON, as `regression_data` has it. */
export function evtx(
  provider: string,
  channel: string,
  eventId: number,
  payload: { readonly EventData: Data | null } | { readonly UserData: Data },
  system: Data = {},
): unknown {
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        Provider: {
          '#attributes': { Name: provider, Guid: 'DE7B24EA-73C8-4A09-985D-5BDADCFA9017' },
        },
        EventID: eventId,
        Version: 0,
        Level: 4,
        Task: 1,
        Opcode: 0,
        Keywords: '0x8000000000000000',
        TimeCreated: { '#attributes': { SystemTime: '2026-02-03T04:05:06.789012Z' } },
        EventRecordID: 4711,
        Correlation: null,
        Execution: { '#attributes': { ProcessID: 1996, ThreadID: 15932 } },
        Channel: channel,
        Computer: 'ws7.office.test',
        Security: { '#attributes': { UserID: 'S-1-5-18' } },
        ...system,
      },
      ...payload,
    },
  };
}

export function sysmon(eventId: number, data: Data): unknown {
  return evtx('Microsoft-Windows-Sysmon', 'Microsoft-Windows-Sysmon/Operational', eventId, {
    EventData: {
      RuleName: '-',
      UtcTime: '2026-02-03 04:05:06.780',
      ProcessGuid: '0197231E-FE0B-693F-1306-000000000D00',
      ProcessId: 5184,
      Image: 'C:\\Tools\\ledger.exe',
      User: 'OFFICE\\ann',
      ...data,
    },
  });
}

export function security(eventId: number, data: Data): unknown {
  return evtx(
    'Microsoft-Windows-Security-Auditing',
    'Security',
    eventId,
    {
      EventData: {
        SubjectUserSid: 'S-1-5-21-1-2-3-1001',
        SubjectUserName: 'ann',
        SubjectDomainName: 'OFFICE',
        SubjectLogonId: '0x3144c',
        ...data,
      },
    },
    { Level: 0, Keywords: '0x8020000000000000', Security: null },
  );
}

/** An event of a channel whose provider has the channel's name. */
export function operational(channel: string, eventId: number, data: Data | null): unknown {
  return evtx(channel.split('/')[0] ?? channel, channel, eventId, { EventData: data });
}

export const category = (name: string): string => `{ product: windows, category: ${name} }`;
export const service = (name: string): string => `{ product: windows, service: ${name} }`;
export const LOG = ['Event', 'WindowsEvent'];

/** A channel that both tables of Windows events take as it is. */
export function channelCase(
  name: string,
  channel: string,
  eventId: number,
  data: Data | null,
  detection: string,
): LogSourceCase {
  return {
    name,
    logsource: service(name),
    detection: `selection: { EventID: ${eventId}${detection} }`,
    event: operational(channel, eventId, data),
    tables: LOG,
  };
}
