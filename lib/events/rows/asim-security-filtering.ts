import type { EventRecord, TableRow } from '../types';
import { compact, datum, toNumber } from '../windows/record';
import { device, header, PARSERS, recorded } from './asim-security-columns';

const SOURCE = `${PARSERS}/ASimNetworkSession/Parsers/vimNetworkSessionMicrosoftSecurityEventFirewall.yaml`;

const ALLOWED: ReadonlySet<number> = new Set([5154, 5156, 5158]);
/** Ports that were opened or bound, which have no direction of their own. */
const LISTENING: ReadonlySet<number> = new Set([5154, 5155, 5158, 5159]);
const CONNECTIONS: ReadonlySet<number> = new Set([5152, 5156, 5157]);

const DIRECTIONS = new Map(
  Object.entries<string>({
    '%%14592': 'Inbound',
    '%%14593': 'Outbound',
    '%%14594': 'Forward',
    '%%14595': 'Bidirectional',
  }),
);

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP' };

/** The network session that ASIM's parser makes of an event of the Windows Filtering Platform, or null. */
export function filteringRow(record: EventRecord): TableRow | null {
  const id = record.eventId;
  if (!LISTENING.has(id) && !CONNECTIONS.has(id)) return null;
  const direction = LISTENING.has(id) ? 'Listen' : DIRECTIONS.get(datum(record, 'Direction'));
  const application = datum(record, 'Application');
  // The parser drops the event id, and without a known direction it puts the application on no side.
  const { EventOriginalType: _, ...common } = header(record, 'NetworkSession', 'NetworkSession');
  return recorded(
    '_Im_NetworkSession',
    SOURCE,
    compact({
      ...common,
      ...device(record),
      EventProduct: 'Windows Firewall',
      EventResult: ALLOWED.has(id) ? 'Success' : 'Failure',
      DvcAction: ALLOWED.has(id) ? 'Allow' : 'Deny',
      NetworkDirection: direction ?? '',
      NetworkProtocol: PROTOCOLS[toNumber(datum(record, 'Protocol')) ?? -1] ?? '',
      SrcAppName: direction === 'Outbound' ? application : '',
      DstAppName: direction !== undefined && direction !== 'Outbound' ? application : '',
      Hostname: record.computer,
      [direction === 'Outbound' ? 'SrcHostname' : 'DstHostname']: record.computer,
      SrcIpAddr: datum(record, 'SourceAddress'),
      SrcPortNumber: toNumber(datum(record, 'SourcePort')),
      DstIpAddr: datum(record, 'DestAddress'),
      DstPortNumber: toNumber(datum(record, 'DestPort')),
    }),
  );
}
