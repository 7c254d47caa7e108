import { type Connector, HUNTING, LOG_ANALYTICS, type Reader } from './connector';

/*
 * Web servers beyond IIS: access logs in the combined format of Apache, nginx and Tomcat
 * (https://httpd.apache.org/docs/current/logs.html), App Service, and what Defender's inspection sees.
 */

const WEB_SERVER = [[null, 'webserver', null]] as const;

/** `host - user [time] "GET /path?query HTTP/1.1" 200 12 "referer" "agent"` */
function combinedLine({ text, line, time, event }: Reader): string {
  if (event.message !== undefined) return line;
  const when = new Date(time ?? 0).toUTCString().slice(5).replace(' GMT', ' +0000');
  const request = `${text('cs-method') ?? 'GET'} ${uriOf(text)} HTTP/1.1`;
  return (
    `${text('c-ip') ?? '192.0.2.4'} - ${text('cs-username') ?? '-'} [${when}] "${request}" ` +
    `${text('sc-status') ?? '200'} 512 "${text('cs-referer') ?? '-'}" "${text('cs-user-agent') ?? '-'}"`
  );
}

function uriOf(text: Reader['text']): string {
  const query = text('cs-uri-query');
  const stem = text('cs-uri-stem') ?? (query?.startsWith('/') ? '' : '/');
  if (query === undefined || query === '-') return stem || '/';
  return stem === '' ? query : `${stem}?${query}`;
}

export const WEB_SERVER_CONNECTORS: readonly Connector[] = [
  ...['ApacheHTTPServer_CL', 'NGINX_CL', 'Tomcat_CL'].map(
    (table): Connector => ({
      logsources: WEB_SERVER,
      target: 'sentinel',
      table,
      origin: 'equivalent',
      source: 'https://httpd.apache.org/docs/current/logs.html',
      row: (event) => ({ TimeGenerated: event.time, RawData: combinedLine(event) }),
    }),
  ),
  {
    logsources: WEB_SERVER,
    target: 'sentinel',
    table: 'AppServiceHTTPLogs',
    origin: 'equivalent',
    source: `${LOG_ANALYTICS}/appservicehttplogs`,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      Type: 'AppServiceHTTPLogs',
      CsMethod: text('cs-method'),
      CsUriStem: text('cs-uri-stem'),
      CsUriQuery: text('cs-uri-query'),
      UserAgent: text('cs-user-agent'),
      Referer: text('cs-referer'),
      Cookie: text('cs-cookie'),
      CsUsername: text('cs-username'),
      CsHost: text('cs-host'),
      ScStatus: text('sc-status'),
      CIp: text('c-ip'),
    }),
  },
  {
    logsources: WEB_SERVER,
    target: 'defender-xdr',
    table: 'DeviceNetworkEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicenetworkevents-table`,
    row: ({ text, time }) => ({
      Timestamp: time,
      ActionType: 'HttpConnectionInspected',
      RemoteIP: text('c-ip'),
      AdditionalFields: JSON.stringify({
        direction: 'In',
        method: text('cs-method'),
        host: text('cs-host'),
        uri: uriOf(text),
        user_agent: text('cs-user-agent'),
        status_code: text('sc-status'),
      }),
    }),
  },
];
