import {
  channelOf,
  LINUX_SYSMON,
  type LogSourceName,
  SYSMON,
  sysmonEventIds,
} from './windows/log-sources';
import { sysmonTemplate } from './windows/templates';

/** Values by Sigma field name; null removes a field that the log source's events have otherwise. */
export type FieldValues = Readonly<Record<string, unknown>>;

const TIME = '2026-01-01T12:00:00.000Z';
const GUIDS: Readonly<Record<string, string>> = {
  [SYSMON]: '5770385F-C22A-43E0-BF4C-06F5698FFBD9',
  [LINUX_SYSMON]: 'FF032593-A8D3-4F13-B0D6-01FC615A0F97',
};

/** See `index.ts`. */
export function toRaw(logsource: LogSourceName, fields: FieldValues): unknown {
  const { product, category, service } = logsource;
  if (product === 'windows' || (product === 'linux' && category !== null && service === null)) {
    const sysmon = category === null ? [] : sysmonEventIds(category);
    if (sysmon.length > 0) return sysmonRaw(logsource, sysmon, fields);
  }
  if (product === 'windows') return windowsRaw(logsource, fields);
  if (product === 'rpc_firewall') return eventRaw('RPCFW', 'RPCFW', 1, fields, {});
  if (product === null && category === 'antivirus' && service === null) {
    return windowsRaw({ product: 'windows', category: 'antivirus', service: 'windefend' }, fields);
  }
  const posix = product === 'macos' && category !== null ? sysmonEventIds(category)[0] : undefined;
  const usual = posix ? sysmonTemplate(posix.eventId, 'linux') : {};
  return {
    logsource: { product, category, service },
    event: {
      ...unflatten({ ...usual, ...fields }),
      ...(hasTime(fields) ? {} : { time: TIME }),
    },
  };
}

function hasTime(fields: FieldValues): boolean {
  return ['eventTime', 'time', 'timestamp', '@timestamp', 'TimeGenerated', 'published'].some(
    (name) => name in fields,
  );
}

/** The event ID of a category: the one the fields ask for, else the one that has these fields. */
function sysmonRaw(
  logsource: LogSourceName,
  ids: { eventId: number; eventType: string | null }[],
  fields: FieldValues,
): unknown {
  const os = logsource.product === 'linux' ? 'linux' : 'windows';
  const score = (candidate: { eventId: number; eventType: string | null }): number => {
    const template = sysmonTemplate(candidate.eventId, os);
    const type = candidate.eventType ?? template.EventType;
    let points = Object.keys(fields).filter((name) => name in template).length;
    if (Number(fields.EventID) === candidate.eventId) points += 100;
    const asked = fields.EventType === undefined ? undefined : String(fields.EventType);
    if (asked !== undefined && asked !== type && TYPE_EVENTS[asked] !== candidate.eventId) {
      points -= 50;
    }
    return points;
  };
  // A value set is what most registry rules mean; it wins ties.
  const order = [...ids].sort((a, b) => score(b) - score(a) || preferred(b) - preferred(a));
  const best = order[0] ?? { eventId: 1, eventType: null };
  const template = { ...sysmonTemplate(best.eventId, os) };
  if (best.eventType) template.EventType = best.eventType;
  const provider = os === 'linux' ? LINUX_SYSMON : SYSMON;
  return eventRaw(`${provider}/Operational`, provider, best.eventId, fields, template);
}

/** Registry events by what they say they are. */
const TYPE_EVENTS: Readonly<Record<string, number>> = {
  CreateKey: 12,
  DeleteKey: 12,
  DeleteValue: 12,
  SetValue: 13,
  RenameKey: 14,
};

function preferred(candidate: { eventId: number }): number {
  return candidate.eventId === 13 ? 1 : 0;
}

/** The provider that writes most of a channel's events, where rules do not name one. */
const PROVIDERS: Readonly<Record<string, string>> = {
  Security: 'Microsoft-Windows-Security-Auditing',
  System: 'Service Control Manager',
  Application: 'Application Error',
  'Windows PowerShell': 'PowerShell',
  'MSExchange Management': 'MSExchange CmdletLogs',
  'OpenSSH/Operational': 'OpenSSH',
  'DNS Server': 'Microsoft-Windows-DNS-Server-Service',
};

const CATEGORY_EVENTS: Readonly<Record<string, { service: string; eventId: number }>> = {
  ps_module: { service: 'powershell', eventId: 4103 },
  ps_script: { service: 'powershell', eventId: 4104 },
  ps_classic_start: { service: 'powershell-classic', eventId: 400 },
  ps_classic_provider_start: { service: 'powershell-classic', eventId: 600 },
  ps_classic_script: { service: 'powershell-classic', eventId: 800 },
  antivirus: { service: 'windefend', eventId: 1116 },
};

/** Windows Defender's data names have spaces, which rules leave out. */
export const DEFENDER_NAMES: Readonly<Record<string, string>> = {
  ThreatName: 'Threat Name',
  ThreatID: 'Threat ID',
  ProcessName: 'Process Name',
  SourceName: 'Source Name',
  NewValue: 'New Value',
  OldValue: 'Old Value',
  Feature_Name: 'Feature Name',
  FeatureName: 'Feature Name',
  Signature: 'Threat Name',
  Filename: 'Path',
};

const EVENT_LOG = 'Microsoft-Windows-Eventlog';

/** Channels whose providers write `<UserData>`, and the element they write in it. */
const USER_DATA: Readonly<Record<string, string>> = {
  'Microsoft-Windows-WMI-Activity/Operational': 'Operation_ClientFailure',
  'Microsoft-Windows-AppLocker/MSI and Script': 'RuleAndFileData',
  'Microsoft-Windows-AppLocker/EXE and DLL': 'RuleAndFileData',
  'Microsoft-Windows-AppLocker/Packaged app-Deployment': 'RuleAndFileData',
  'Microsoft-Windows-AppLocker/Packaged app-Execution': 'RuleAndFileData',
};

function windowsRaw(logsource: LogSourceName, fields: FieldValues): unknown {
  const event = CATEGORY_EVENTS[logsource.category ?? ''];
  const service = logsource.service ?? event?.service ?? 'application';
  if (logsource.category !== null && !event) {
    const { product, category } = logsource;
    return { logsource: { product, category, service: logsource.service }, event: { ...fields } };
  }
  const channel = channelOf(service) ?? service;
  const named =
    service === 'windefend'
      ? Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [DEFENDER_NAMES[name] ?? name, value]),
        )
      : fields;
  if (service === 'sysmon') {
    const eventId = Number(fields.EventID) || 1;
    return eventRaw(channel, SYSMON, eventId, fields, sysmonTemplate(eventId, 'windows'));
  }
  const provider = PROVIDERS[channel] ?? channel.split('/')[0] ?? channel;
  return eventRaw(channel, provider, event?.eventId ?? 1, named, {});
}

/** Fields of the event's header, by the names rules use. */
const HEADER = new Set([
  'EventID',
  'Channel',
  'EventLog',
  'Provider_Name',
  'Computer',
  'ComputerName',
  'Level',
  'Task',
  'Opcode',
  'Keywords',
  'Version',
  'EventRecordID',
  'Security_UserID',
  'Message',
  // Fields that Sigma events carry beside Hashes.
  'md5',
  'sha1',
  'sha256',
  'Imphash',
]);

function eventRaw(
  channel: string,
  provider: string,
  eventId: number,
  fields: FieldValues,
  template: Readonly<Record<string, string>>,
): unknown {
  const header = (name: string, fallback: unknown): unknown => fields[name] ?? fallback;
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ ...template, ...fields })) {
    if (value === null || value === undefined) continue;
    // Sysmon's own fields win over the header's names: event 4 has a Version of its own.
    if (HEADER.has(name) && !(name in template)) continue;
    data[name] = value;
  }
  alignAddresses(data, fields);
  const provided = String(header('Provider_Name', provider));
  // The event log tells in UserData which Channel was cleared; it wrote that to another channel.
  const clears = provided === EVENT_LOG && fields.Channel !== undefined;
  if (clears) data.Channel = fields.Channel;
  const usedChannel = clears ? channel : String(header('Channel', header('EventLog', channel)));
  const element = provided === EVENT_LOG ? 'LogFileCleared' : USER_DATA[usedChannel];
  const message = fields.Message;
  return {
    Event: {
      System: {
        Provider: {
          '#attributes': { Name: provided, Guid: GUIDS[provider] ?? '' },
        },
        EventID: header('EventID', eventId),
        Version: 'Version' in template ? 3 : header('Version', 3),
        Level: header('Level', 4),
        Task: header('Task', 0),
        Opcode: header('Opcode', 0),
        Keywords: header('Keywords', '0x8000000000000000'),
        TimeCreated: { '#attributes': { SystemTime: TIME } },
        EventRecordID: header('EventRecordID', 1001),
        Execution: { '#attributes': { ProcessID: 3200, ThreadID: 3300 } },
        Channel: usedChannel,
        Computer: header('Computer', header('ComputerName', 'workstation.office.test')),
        Security: { '#attributes': { UserID: header('Security_UserID', 'S-1-5-18') } },
      },
      ...(element ? { UserData: { [element]: data } } : { EventData: data }),
      ...(typeof message === 'string' ? { RenderingInfo: { Message: message } } : {}),
    },
  };
}

/**
 * Sysmon says of each address whether it is IPv6: the two go together, and what `given` has stays.
 */
export function alignAddresses(data: Record<string, unknown>, given: FieldValues): void {
  for (const side of ['Source', 'Destination']) {
    const flag = data[`${side}IsIpv6`];
    const address = data[`${side}Ip`];
    if (flag === undefined || typeof address !== 'string') continue;
    const isIpv6 = String(flag).toLowerCase() === 'true';
    if (isIpv6 === address.includes(':')) continue;
    if (!(`${side}IsIpv6` in given)) {
      data[`${side}IsIpv6`] = String(!isIpv6);
      continue;
    }
    data[`${side}Ip`] = isIpv6 ? '2001:db8::9' : '10.10.4.9';
  }
}

const MAX_PATH = 12;

/** `{'userIdentity.type': 'Root'}` as the JSON that it came from. */
function unflatten(fields: FieldValues): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    const path = name.split('.').slice(0, MAX_PATH);
    let at = root;
    let placed = true;
    for (const step of path.slice(0, -1)) {
      const next = at[step];
      if (next === undefined) {
        const made: Record<string, unknown> = {};
        at[step] = made;
        at = made;
      } else if (typeof next === 'object' && next !== null && !Array.isArray(next)) {
        at = next as Record<string, unknown>;
      } else {
        placed = false;
        break;
      }
    }
    const last = path[path.length - 1] ?? name;
    if (placed && !unsafe(path)) at[last] = asJson(value);
  }
  return root;
}

/** Rules quote truth values; JSON logs do not. */
function asJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(?:true|false)$/i.test(value)) return value;
  return value.toLowerCase() === 'true';
}

/** Names that would reach an object's prototype. */
function unsafe(path: readonly string[]): boolean {
  return path.some((step) => step === '__proto__' || step === 'constructor');
}
