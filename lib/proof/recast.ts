import { changeField, toRaw, toSigmaEvents } from '@/lib/events';

/*
 * The same activity as another log records it. A rule for process creations reads Sysmon's event 1
 * and the Security log's 4688; a query on the second needs an event of the second.
 */

const INTEGRITY_LABELS: Readonly<Record<string, string>> = {
  Low: 'S-1-16-4096',
  Medium: 'S-1-16-8192',
  High: 'S-1-16-12288',
  System: 'S-1-16-16384',
};

/** A raw event, and the forms in which other logs have what it tells. */
export function recast(raw: unknown): unknown[] {
  const [event] = toSigmaEvents(raw);
  if (event?.product !== 'windows' || event.category !== 'process_creation') return [raw];
  if (event.service !== null || Number(event.fields.EventID) !== 1) return [raw];
  const field = (name: string): string => String(event.fields[name] ?? '');
  const user = split(field('User'));
  const security = toRaw(
    { product: 'windows', category: null, service: 'security' },
    {
      EventID: 4688,
      Task: 13312,
      Keywords: '0x8020000000000000',
      SubjectUserSid: 'S-1-5-21-1-2-3-1001',
      SubjectUserName: user.name,
      SubjectDomainName: user.domain || '-',
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
      MandatoryLabel: INTEGRITY_LABELS[field('IntegrityLevel')] ?? 'S-1-16-8192',
    },
  );
  return [raw, changeField(security, 'Computer', event.fields.Computer)];
}

function split(user: string): { domain: string; name: string } {
  const at = user.indexOf('\\');
  return at === -1
    ? { domain: '', name: user }
    : { domain: user.slice(0, at), name: user.slice(at + 1) };
}
