import { ownValue } from '@/lib/own-value';
import { text } from '../read-raw';
import { securityActivity } from '../sigma-events';
import type { EventRecord, SourceEvent } from '../types';

/** What a host did, under Sysmon's field names: the common form of Sysmon events and endpoint JSON. */
export interface Activity {
  readonly os: 'Windows' | 'Linux' | 'macOS';
  /** Sigma's category: `process_creation`, `registry_set`, ... */
  readonly category: string;
  readonly computer: string;
  readonly time: string | null;
  /** A field's text, or undefined when the event does not have it. */
  readonly field: (name: string) => string | undefined;
}

export function recordActivity(
  record: EventRecord,
  os: Activity['os'],
  category: string,
): Activity {
  const own = securityActivity(category, record);
  return {
    os,
    category,
    computer: record.computer,
    time: record.time,
    field: (name) => {
      if (own) return ownText(own, name);
      return record.data.find((entry) => entry.name === name)?.value;
    },
  };
}

const SYSTEMS = new Map(
  Object.entries<Activity['os']>({
    windows: 'Windows',
    linux: 'Linux',
    macos: 'macOS',
  }),
);

/** Endpoint telemetry inside an envelope, by Sigma's field names; null for other log sources. */
export function sourceActivity(source: SourceEvent, time: string | null): Activity | null {
  const os = SYSTEMS.get(source.product ?? '');
  if (!os || source.category === null || source.service !== null) return null;
  const { event } = source;
  return {
    os,
    category: source.category,
    computer: text(event.Computer),
    time,
    field: (name) => ownText(event, name),
  };
}

function ownText(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = ownValue(record, name);
  return value === undefined ? undefined : text(value);
}
