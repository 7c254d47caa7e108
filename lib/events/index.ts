/**
 * Raw events: as Sigma sees them, and as the rows they become.
 *
 * @module
 */

import type { LogSourceName } from '@/lib/log-sources';
import type { Target } from '@/lib/target';
import { type Schemas, sourcesOf } from '../kql/schemas';
import type { SigmaEvent } from '../sigma/types';
import { changeField as change, changeText as rewrite } from './change-field';
import { parseEvents as parse } from './parse-events';
import { toSigmaEvents as sigma } from './sigma-events';
import { toRaw as build, type FieldValues } from './to-raw';
import { toRows as rows } from './to-rows';
import type { TableRow, TableSchemas } from './types';

export type { LogSourceName } from '@/lib/log-sources';
export type { FieldValues } from './to-raw';
export type { Row, TableRow, TableSchemas } from './types';

/**
 * The event as Sigma sees it, once for each log source it belongs to: a Sysmon event 1 is
 * `windows/process_creation` and `windows/-/sysmon`. Field names are the log source's
 * own (`EventID`, `Channel`, `Provider_Name`, the names in EventData or UserData); 4688 also has
 * Sysmon's names, because rules for process creations are written with these. Nested JSON becomes
 * dotted names, lists become lists of which any element may match. `text` is every value, for
 * keywords; `time` is ISO 8601 UTC.
 *
 * `raw` is EVTX as JSON (`{Event: {System, EventData}}`), the same flattened, or any other log's
 * JSON as `{logsource: {product, category, service}, event: {...}}`. Anything else gives no event;
 * nothing throws.
 *
 * Log sources of Windows events: SigmaHQ `tests/thor.yml` and `tests/logsource.json`.
 */
export function toSigmaEvents(raw: unknown): SigmaEvent[] {
  return sigma(raw);
}

/**
 * The rows the event becomes in a target's tables, with the columns and types of `schemas` (that
 * target's, table → column → type), as Microsoft's connectors and ASIM parsers write them. Each row
 * cites its source and says whether the table records this very event or is another sensor's
 * equivalent. No row means that nothing documented puts the event there.
 *
 * `toRows(sysmon1, schemas['sentinel-asim'], 'sentinel-asim')` →
 * `[{ table: '_Im_ProcessCreate', row: { EventType: 'ProcessCreated', TargetProcessName: … } }, …]`
 */
export function toRows(raw: unknown, schemas: TableSchemas, target: Target): TableRow[] {
  return rows(raw, schemas, target);
}

/**
 * A raw event of a log source with the given field values, the rest being an ordinary day's: what
 * `toSigmaEvents` reads back. A value of null leaves the field out. Used to construct events from
 * rules; never evidence of what a real sensor writes.
 */
export function toRaw(logsource: LogSourceName, fields: FieldValues): unknown {
  return build(logsource, fields);
}

/**
 * The events in a file's text: a JSON array, one document, JSON lines, or documents one after the
 * other. `error` says where reading stopped, with the events before it; offsets are UTF-16.
 */
export function parseEvents(text: string): { events: unknown[]; error: string | null } {
  return parse(text);
}

/**
 * A copy of a raw event in which one field, by the name a rule uses for it, has another value; null
 * takes the field out.
 */
export function changeField(raw: unknown, field: string, value: unknown): unknown {
  return change(raw, field, value);
}

/** A copy of a raw event with every text of its payload replaced, for changes to keywords. */
export function changeText(raw: unknown, replace: (text: string) => string): unknown {
  return rewrite(raw, replace);
}

const tables = new WeakMap<Schemas, Map<Target, TableSchemas>>();

/** A target's tables and parsers, as `toRows` takes them. */
export function tableSchemas(schemas: Schemas, target: Target): TableSchemas {
  const known = tables.get(schemas) ?? new Map<Target, TableSchemas>();
  tables.set(schemas, known);
  const before = known.get(target);
  if (before) return before;
  const made = Object.fromEntries(
    [...sourcesOf(schemas, target)].map(([name, { columns }]) => [name, columns]),
  );
  known.set(target, made);
  return made;
}
