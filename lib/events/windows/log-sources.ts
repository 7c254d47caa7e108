import { eventSources, type LogSourceName } from '@/lib/log-sources';
import type { EventRecord } from '../types';
import { datum } from './record';

export const SYSMON = 'Microsoft-Windows-Sysmon';
export const LINUX_SYSMON = 'Linux-Sysmon';

/** A less specific log source covers the same event, so only an unknown channel needs the product alone. */
const WINDOWS: readonly LogSourceName[] = [{ product: 'windows', category: null, service: null }];

/** The log sources of a Windows or Linux Sysmon event, the generic category first. */
export function logSourcesOf(record: EventRecord): readonly LogSourceName[] {
  const sources = eventSources(record.provider, record.channel, record.eventId);
  if (!sources) return WINDOWS;
  if (sources.field === null) return sources.otherwise;
  return sources.byValue.get(datum(record, sources.field)) ?? sources.otherwise;
}
