import { ASIM_PARSERS, type Connector, HUNTING, LOG_ANALYTICS, type Reader } from './connector';

/*
 * Web servers, proxies, firewalls, DNS, and Zeek. A proxy or firewall arrives as CEF:
 * https://learn.microsoft.com/azure/sentinel/cef-name-mapping.
 */

const IIS = `${ASIM_PARSERS}/ASimWebSession/Parsers/ASimWebSessionIIS.yaml`;
const WEB_SCHEMA = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-web';
const DNS_SCHEMA = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-dns';
const NETWORK_SCHEMA = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-network';
const CEF = 'https://learn.microsoft.com/azure/sentinel/cef-name-mapping';

const WEB_SERVER = [[null, 'webserver', null]] as const;
const PROXY = [[null, 'proxy', null]] as const;

const WEB_CONNECTORS: readonly Connector[] = [
  {
    logsources: WEB_SERVER,
    target: 'sentinel',
    table: 'W3CIISLog',
    source: `${LOG_ANALYTICS}/w3ciislog`,
    row: ({ text, time, line, event }) => ({
      TimeGenerated: time,
      Type: 'W3CIISLog',
      csMethod: text('cs-method'),
      csUriStem: text('cs-uri-stem') ?? (event.message === undefined ? undefined : line),
      csUriQuery: text('cs-uri-query'),
      csUserAgent: text('cs-user-agent'),
      csReferer: text('cs-referer'),
      csUserName: text('cs-username'),
      csHost: text('cs-host'),
      csCookie: text('cs-cookie'),
      csVersion: text('cs-version'),
      scStatus: text('sc-status'),
      cIP: text('c-ip'),
      sIP: text('s-ip'),
      sPort: text('s-port'),
    }),
  },
  {
    logsources: WEB_SERVER,
    target: 'sentinel-asim',
    table: '_Im_WebSession',
    source: IIS,
    row: ({ text, time }) => {
      const stem = text('cs-uri-stem') ?? '';
      const query = text('cs-uri-query') ?? '';
      const status = text('sc-status') ?? '';
      return {
        TimeGenerated: time,
        EventType: 'WebServerSession',
        EventVendor: 'Microsoft',
        EventProduct: 'IIS',
        EventSchema: 'WebSession',
        EventResult: Number(status) < 400 ? 'Success' : 'Failure',
        EventResultDetails: status,
        HttpStatusCode: status,
        HttpRequestMethod: text('cs-method'),
        HttpUserAgent: text('cs-user-agent'),
        HttpContentType: text('cs-content-type'),
        HttpReferrer: absent(text('cs-referer')),
        HttpHost: absent(text('cs-host')),
        SrcUsername: absent(text('cs-username')),
        SrcIpAddr: text('c-ip'),
        Url: query === '' || query === '-' ? stem : `${stem}?${query}`,
      };
    },
  },
  {
    logsources: PROXY,
    target: 'sentinel',
    table: 'CommonSecurityLog',
    source: CEF,
    row: (event) => ({
      TimeGenerated: event.time,
      Type: 'CommonSecurityLog',
      DeviceVendor: 'Zscaler',
      DeviceProduct: 'NSSWeblog',
      RequestURL: url(event),
      RequestMethod: event.text('cs-method'),
      RequestClientApplication: event.text('c-useragent'),
      RequestCookies: event.text('cs-cookie'),
      RequestContext: event.text('cs-referrer', 'cs-referer'),
      DestinationHostName: event.text('cs-host', 'r-dns'),
      DestinationIP: event.text('dst_ip'),
      SourceIP: event.text('src_ip', 'c-ip'),
      EventOutcome: event.text('sc-status'),
    }),
  },
  {
    logsources: PROXY,
    target: 'sentinel-asim',
    table: '_Im_WebSession',
    source: WEB_SCHEMA,
    row: (event) => ({
      TimeGenerated: event.time,
      EventType: 'HTTPsession',
      EventSchema: 'WebSession',
      Url: url(event),
      HttpRequestMethod: event.text('cs-method'),
      HttpUserAgent: event.text('c-useragent'),
      HttpHost: event.text('cs-host', 'r-dns'),
      HttpStatusCode: event.text('sc-status'),
      EventResultDetails: event.text('sc-status'),
      HttpCookie: event.text('cs-cookie'),
      HttpReferrer: event.text('cs-referrer', 'cs-referer'),
      DstIpAddr: event.text('dst_ip'),
      SrcIpAddr: event.text('src_ip', 'c-ip'),
    }),
  },
  {
    logsources: PROXY,
    target: 'defender-xdr',
    table: 'DeviceNetworkEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicenetworkevents-table`,
    row: (event) => ({
      Timestamp: event.time,
      ActionType: 'HttpConnectionInspected',
      RemoteIP: event.text('dst_ip'),
      AdditionalFields: JSON.stringify({
        direction: 'Out',
        method: event.text('cs-method'),
        ...hostAndPath(event),
        user_agent: event.text('c-useragent'),
        status_code: event.text('sc-status'),
      }),
    }),
  },
];

/** The whole URL, from its parts where the log has only those. */
export function url({ text }: Reader): string {
  const whole = text('c-uri', 'cs-uri');
  const query = text('c-uri-query', 'cs-uri-query');
  if (whole !== undefined) {
    return query === undefined || whole.includes('?') ? whole : `${whole}?${query}`;
  }
  const stem = text('cs-uri-stem', 'c-uri-stem');
  const extension = text('c-uri-extension');
  const host = text('cs-host', 'r-dns');
  const path = stem ?? (extension === undefined ? '/' : `/file.${extension}`);
  const tail = query === undefined ? path : `${path}?${query}`;
  return `http://${host ?? 'host.test'}${tail.startsWith('/') ? '' : '/'}${tail}`;
}

/** As Zeek's http log has them: the host apart, and the path with the query. */
function hostAndPath(event: Reader): { host: string | undefined; uri: string | undefined } {
  const whole = url(event);
  const [, inUrl, path] = /^\w+:\/\/([^/]*)(.*)$/s.exec(whole ?? '') ?? [];
  return { host: event.text('cs-host', 'r-dns') ?? inUrl, uri: path === undefined ? whole : path };
}

function absent(value: string | undefined): string | undefined {
  return value === '-' ? '' : value;
}

/** What a firewall did, by its action, or by whether it says that it blocked. */
export function allowed(text: Reader['text']): boolean {
  const action = text('action');
  if (action !== undefined) return !/deny|drop|block|reject/i.test(action);
  return text('blocked')?.toLowerCase() !== 'true';
}

const FIREWALL = [
  [null, 'firewall', null],
  [null, null, 'netflow'],
] as const;

const FLOW_CONNECTORS: readonly Connector[] = [
  {
    logsources: FIREWALL,
    target: 'sentinel',
    table: 'CommonSecurityLog',
    source: CEF,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      Type: 'CommonSecurityLog',
      DeviceAction: text('action', 'blocked'),
      SourceIP: text('src_ip'),
      SourcePort: text('src_port'),
      DestinationIP: text('dst_ip'),
      DestinationPort: text('dst_port', 'destination.port'),
    }),
  },
  {
    logsources: FIREWALL,
    target: 'sentinel-asim',
    table: '_Im_NetworkSession',
    source: NETWORK_SCHEMA,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      EventType: 'NetworkSession',
      EventSchema: 'NetworkSession',
      // The parsers bring what a vendor calls it to the schema's own words.
      DvcAction: allowed(text) ? 'Allow' : 'Deny',
      SrcIpAddr: text('src_ip'),
      SrcPortNumber: text('src_port'),
      DstIpAddr: text('dst_ip'),
      DstPortNumber: text('dst_port', 'destination.port'),
    }),
  },
  {
    logsources: FIREWALL,
    target: 'defender-xdr',
    table: 'DeviceNetworkEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicenetworkevents-table`,
    row: ({ text, time }) => ({
      Timestamp: time,
      ActionType: 'ConnectionSuccess',
      LocalIP: text('src_ip'),
      LocalPort: text('src_port'),
      RemoteIP: text('dst_ip'),
      RemotePort: text('dst_port', 'destination.port'),
    }),
  },
  {
    logsources: [['fortigate', null, 'event']],
    target: 'sentinel',
    table: 'CommonSecurityLog',
    source: CEF,
    row: ({ text, time, event }) => ({
      TimeGenerated: time,
      Type: 'CommonSecurityLog',
      DeviceVendor: 'Fortinet',
      DeviceProduct: 'Fortigate',
      DeviceAction: text('action'),
      Activity: text('logdesc'),
      // FortiOS writes what CEF has no key for as FTNTFGT<name>.
      AdditionalExtensions: Object.keys(event)
        .filter((name) => name !== 'action' && name !== 'time')
        .map((name) => `FTNTFGT${name}=${text(name)}`)
        .join(';'),
    }),
  },
];

const DNS = [[null, 'dns', null]] as const;

const DNS_CONNECTORS: readonly Connector[] = [
  {
    logsources: DNS,
    target: 'sentinel',
    table: 'DnsEvents',
    source: `${LOG_ANALYTICS}/dnsevents`,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      Type: 'DnsEvents',
      SubType: 'LookupQuery',
      Name: text('query'),
      IPAddresses: text('answer'),
      QueryType: text('record_type'),
      ClientIP: text('src_ip'),
    }),
  },
  {
    logsources: DNS,
    target: 'sentinel-asim',
    table: '_Im_Dns',
    source: DNS_SCHEMA,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      EventType: 'Query',
      EventSchema: 'Dns',
      DnsQuery: text('query'),
      DnsResponseName: text('answer'),
      DnsQueryTypeName: text('record_type'),
      SrcIpAddr: text('src_ip'),
    }),
  },
  {
    logsources: DNS,
    target: 'defender-xdr',
    table: 'DeviceEvents',
    origin: 'equivalent',
    source: `${HUNTING}-deviceevents-table`,
    row: ({ text, time }) => ({
      Timestamp: time,
      ActionType: 'DnsQueryResponse',
      AdditionalFields: JSON.stringify({
        DnsQueryString: text('query'),
        DnsQueryResult: text('answer'),
      }),
    }),
  },
  {
    logsources: [
      [null, 'dns', null],
      ['zeek', null, 'dns'],
    ],
    target: 'defender-xdr',
    table: 'DeviceNetworkEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicenetworkevents-table`,
    // The inspection is Zeek's, and so are the names of its fields.
    row: ({ text, value, time, event }) => ({
      Timestamp: time,
      ActionType: 'DnsConnectionInspected',
      LocalIP: text('id.orig_h', 'src_ip'),
      RemoteIP: text('id.resp_h', 'dst_ip'),
      RemotePort: text('id.resp_p'),
      AdditionalFields: JSON.stringify({
        ...event,
        query: text('query'),
        answers: listOf(value('answers', 'answer')),
        qtype_name: text('qtype_name', 'record_type'),
      }),
    }),
  },
  {
    logsources: [['zeek', null, 'http']],
    target: 'defender-xdr',
    table: 'DeviceNetworkEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicenetworkevents-table`,
    row: ({ text, value, time }) => ({
      Timestamp: time,
      ActionType: 'HttpConnectionInspected',
      LocalIP: text('id.orig_h'),
      RemoteIP: text('id.resp_h'),
      AdditionalFields: JSON.stringify({
        direction: 'Out',
        host: text('host'),
        method: text('method'),
        uri: text('uri', 'c-uri'),
        user_agent: text('user_agent', 'c-useragent'),
        status_code: text('status_code'),
        request_body_len: value('request_body_len'),
      }),
    }),
  },
  {
    logsources: [['zeek', null, 'dns']],
    target: 'sentinel-asim',
    table: '_Im_Dns',
    source: DNS_SCHEMA,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      EventType: 'Query',
      EventSchema: 'Dns',
      DnsQuery: text('query'),
      DnsResponseName: text('answers'),
      DnsQueryTypeName: text('qtype_name'),
      DstPortNumber: text('id.resp_p'),
      SrcIpAddr: text('id.orig_h'),
    }),
  },
];

function listOf(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}

/** Zeek's vectors arrive as JSON text. */
const LISTS = new Set(['answers_s', 'resp_mime_types_s']);

function listText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(listOf(value));
}

/**
 * Corelight's tables: a Zeek field's name with `_` for `.`, and the suffix of its type, as the data
 * collector API makes it (https://learn.microsoft.com/azure/azure-monitor/logs/data-collector-api).
 */
function zeek(service: string, columns: Readonly<Record<string, readonly string[]>>): Connector {
  return {
    logsources: [['zeek', null, service]],
    target: 'sentinel',
    table: `Corelight_v2_${service}_CL`,
    source: 'https://github.com/Azure/Azure-Sentinel/blob/master/Solutions/Corelight',
    row: ({ text, value, time }) => ({
      TimeGenerated: time,
      ...Object.fromEntries(
        Object.entries(columns).map(([column, paths]) => [
          column,
          LISTS.has(column)
            ? listText(value(...paths))
            : column.endsWith('_s')
              ? text(...paths)
              : value(...paths),
        ]),
      ),
    }),
  };
}

const ZEEK_CONNECTORS: readonly Connector[] = [
  zeek('smb_files', { name_s: ['name'], path_s: ['path'], action_s: ['action'] }),
  zeek('dns', {
    query_s: ['query'],
    answers_s: ['answers'],
    Z_d: ['Z'],
    id_resp_p_d: ['id.resp_p'],
    qtype_name_s: ['qtype_name'],
    rejected_b: ['rejected'],
  }),
  zeek('http', {
    method_s: ['method'],
    resp_mime_types_s: ['resp_mime_types'],
    uri_s: ['uri', 'c-uri'],
    user_agent_s: ['user_agent', 'c-useragent'],
    host_s: ['host'],
    id_resp_h_s: ['id.resp_h'],
    request_body_len_d: ['request_body_len'],
    status_code_d: ['status_code'],
  }),
  zeek('dce_rpc', { operation_s: ['operation'], endpoint_s: ['endpoint'] }),
  zeek('kerberos', {
    cipher_s: ['cipher'],
    request_type_s: ['request_type'],
    service_s: ['service'],
  }),
  zeek('rdp', { id_orig_h_s: ['id.orig_h'] }),
  zeek('x509', { certificate_serial_s: ['certificate.serial'] }),
];

export const NETWORK_CONNECTORS: readonly Connector[] = [
  ...WEB_CONNECTORS,
  ...FLOW_CONNECTORS,
  ...DNS_CONNECTORS,
  ...ZEEK_CONNECTORS,
];
