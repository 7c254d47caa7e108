import type { Target } from '@/lib/target';
import { isObject, text } from '../read-raw';
import { sourceText, timeOf } from '../sigma-events';
import type { SourceEvent, TableRow } from '../types';
import { AUDITD_CONNECTORS } from './auditd-activity';
import { CLOUD_CONNECTORS } from './cloud';
import { CLOUD_ASIM_CONNECTORS } from './cloud-asim';
import { HUNTING_CONNECTORS } from './cloud-hunting';
import { REPORT_CONNECTORS } from './cloud-reports';
import { TABLE_CONNECTORS } from './cloud-tables';
import { type Connector, compactRow, type Reader } from './connector';
import { ENDPOINT_CONNECTORS } from './endpoint-asim';
import { NETWORK_CONNECTORS } from './network';
import { TEXT_CONNECTORS } from './text-logs';
import { WEB_SERVER_CONNECTORS } from './web-servers';

export const CONNECTORS: readonly Connector[] = [
  ...CLOUD_CONNECTORS,
  ...ENDPOINT_CONNECTORS,
  ...NETWORK_CONNECTORS,
  ...TEXT_CONNECTORS,
  ...HUNTING_CONNECTORS,
  ...CLOUD_ASIM_CONNECTORS,
  ...WEB_SERVER_CONNECTORS,
  ...TABLE_CONNECTORS,
  ...REPORT_CONNECTORS,
  ...AUDITD_CONNECTORS,
];

/** The rows of an event that is not a Windows or Sysmon record; none where nothing is documented. */
export function sourceRows(source: SourceEvent, target: Target): TableRow[] {
  return CONNECTORS.flatMap((connector): TableRow[] => {
    if (connector.target !== target || !takes(connector, source)) return [];
    const row = connector.row(reader(source));
    if (row === null) return [];
    const { table, origin = 'recorded', source: documented } = connector;
    return [{ table, origin, source: documented, row: compactRow(row) }];
  });
}

function takes(connector: Connector, source: SourceEvent): boolean {
  return connector.logsources.some(
    ([product, category, service]) =>
      product === source.product && category === source.category && service === source.service,
  );
}

function reader(source: SourceEvent): Reader {
  const value = (...paths: string[]): unknown => {
    for (const path of paths) {
      const found = valueAt(source.event, path);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    value,
    text: (...paths) => {
      const found = value(...paths);
      return found === undefined || found === null
        ? undefined
        : typeof found === 'object'
          ? JSON.stringify(found)
          : text(found);
    },
    line: sourceText(source),
    time: timeOf(source.event),
    event: source.event,
  };
}

/** The value at a dotted path, whether its steps are nested or one literal name. */
function valueAt(event: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in event) return event[path];
  let at: unknown = event;
  for (const step of path.split('.')) {
    if (!isObject(at) || !(step in at)) return undefined;
    at = at[step];
  }
  return at;
}
