import type { Target } from '@/lib/target';

/** How a connector reads an event: by dotted path, the first of several that is there. */
export interface Reader {
  readonly value: (...paths: string[]) => unknown;
  /** As text; objects and lists as JSON; undefined when absent. */
  readonly text: (...paths: string[]) => string | undefined;
  /** The log line of a text log. */
  readonly line: string;
  /** ISO 8601 UTC. */
  readonly time: string | null;
  readonly event: Readonly<Record<string, unknown>>;
}

type LogSourceKey = readonly [
  product: string | null,
  category: string | null,
  service: string | null,
];

/** One log source in one table: which event values stand in which columns, and who says so. */
export interface Connector {
  readonly logsources: readonly LogSourceKey[];
  readonly target: Target;
  readonly table: string;
  readonly origin?: 'recorded' | 'equivalent';
  readonly source: string;
  /** null: this table does not have such an event. */
  readonly row: (event: Reader) => Record<string, unknown> | null;
}

export const LOG_ANALYTICS = 'https://learn.microsoft.com/azure/azure-monitor/reference/tables';
export const HUNTING = 'https://learn.microsoft.com/defender-xdr/advanced-hunting';
export const ASIM_PARSERS = 'https://github.com/Azure/Azure-Sentinel/blob/master/Parsers';

export function compactRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Parsed where the log has it as JSON text, for dynamic columns. */
export function asDynamic(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const trimmed = value.trim();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return value;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return value;
  }
}
