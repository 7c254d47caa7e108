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
      if (own) return own[name] === undefined ? undefined : text(own[name]);
      return record.data.find((entry) => entry.name === name)?.value;
    },
  };
}

const SYSTEMS: Readonly<Record<string, Activity['os']>> = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
};

/** Endpoint telemetry inside an envelope, by Sigma's field names; null for other log sources. */
export function sourceActivity(source: SourceEvent, time: string | null): Activity | null {
  const os = SYSTEMS[source.product ?? ''];
  if (!os || source.category === null || source.service !== null) return null;
  const { event } = source;
  return {
    os,
    category: source.category,
    computer: text(event.Computer),
    time,
    field: (name) => (event[name] === undefined ? undefined : text(event[name])),
  };
}
