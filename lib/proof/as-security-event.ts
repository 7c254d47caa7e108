import { type FieldValues, toRaw, toSigmaEvents } from '@/lib/events';

/*
 * The same activity as another log records it. A rule for process creations reads Sysmon's event 1
 * and the Security log's 4688; a query on the second needs an event of the second. The other way
 * round than `toSigmaEvents`, which reads 4688, 4657 and 4663 as the categories they belong to.
 */

const INTEGRITY_LABELS = new Map(
  Object.entries<string>({
    Low: 'S-1-16-4096',
    Medium: 'S-1-16-8192',
    High: 'S-1-16-12288',
    System: 'S-1-16-16384',
  }),
);

/** The Security log's records of the same activity as a raw event; empty for most events. */
export function asSecurityEvents(raw: unknown): unknown[] {
  const [event] = toSigmaEvents(raw);
  if (event?.product !== 'windows') return [];
  const field = (name: string): string => String(event.fields[name] ?? '');
  const values = otherFields(event.category, Number(event.fields.EventID), field);
  if (!values) return [];
  const log = { product: 'windows', category: null, service: 'security' };
  const computer = event.fields.Computer ?? null;
  return [toRaw(log, computer === null ? values : { ...values, Computer: computer })];
}

function otherFields(
  category: string | null,
  eventId: number,
  field: (name: string) => string,
): FieldValues | null {
  if (category === 'process_creation' && eventId === 1) return processCreation(field);
  if (category === 'registry_event' && eventId === 13) return registryValue(field);
  return category === 'file_access' && Number.isNaN(eventId) ? fileAccess(field) : null;
}

function processCreation(field: (name: string) => string): FieldValues {
  return {
    EventID: 4688,
    Task: 13312,
    Keywords: '0x8020000000000000',
    ...subject(field('User')),
    SubjectLogonId: field('LogonId') || '0x4d2f1',
    NewProcessId: '0x1092',
    NewProcessName: field('Image'),
    TokenElevationType: '%%1938',
    ProcessId: '0x1004',
    CommandLine: field('CommandLine'),
    TargetUserSid: 'S-1-0-0',
    TargetUserName: '-',
    TargetDomainName: '-',
    TargetLogonId: '0x0',
    ParentProcessName: field('ParentImage'),
    MandatoryLabel: INTEGRITY_LABELS.get(field('IntegrityLevel')) ?? 'S-1-16-8192',
  };
}

function registryValue(field: (name: string) => string): FieldValues {
  const target = field('TargetObject');
  const cut = target.lastIndexOf('\\');
  const details = field('Details');
  const word = /^DWORD \((0x[0-9a-f]+)\)$/i.exec(details);
  return {
    EventID: 4657,
    ...subject(field('User')),
    ObjectName: target
      .slice(0, cut)
      .replace(/^HKLM(?=\\|$)/i, '\\REGISTRY\\MACHINE')
      .replace(/^HKU(?=\\|$)/i, '\\REGISTRY\\USER')
      .replace(/\\CurrentControlSet(?=\\|$)/i, '\\ControlSet001'),
    ObjectValueName: target.slice(cut + 1),
    OperationType: '%%1905',
    NewValueType: word ? '%%1876' : details === 'Binary Data' ? '%%1875' : '%%1873',
    NewValue: word?.[1] ? String(Number(word[1])) : details,
    ProcessName: field('Image'),
  };
}

function fileAccess(field: (name: string) => string): FieldValues {
  return {
    EventID: 4663,
    ...subject('OFFICE\\worker'),
    ObjectServer: 'Security',
    ObjectType: 'File',
    ObjectName: field('FileName'),
    AccessMask: '0x1',
    ProcessName: field('Image') || 'C:\\Apps\\ledger.exe',
  };
}

function subject(user: string): FieldValues {
  const { domain, name } = split(user);
  return {
    SubjectUserSid: 'S-1-5-21-1-2-3-1001',
    SubjectUserName: name,
    SubjectDomainName: domain || '-',
  };
}

function split(user: string): { domain: string; name: string } {
  const at = user.indexOf('\\');
  return at === -1
    ? { domain: '', name: user }
    : { domain: user.slice(0, at), name: user.slice(at + 1) };
}
