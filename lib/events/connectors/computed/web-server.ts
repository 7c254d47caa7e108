import type { EventReader } from '../event-reader';

/*
 * Requests that a web server answers, by the names of W3C's extended log format:
 * https://www.w3.org/TR/WD-logfile.html
 */

/** The path, or the whole line if the event has nothing else. */
export function webServerStem(event: EventReader): string | undefined {
  const hasLine = event.event.message !== undefined;
  return event.text('cs-uri-stem') ?? (hasLine ? event.line : undefined);
}

/** The path with the query as the ASIM parser of IIS joins them; `-` means no query. */
export function iisUrl(event: EventReader): string {
  const stem = event.text('cs-uri-stem') ?? '';
  const query = event.text('cs-uri-query') ?? '';
  return query === '' || query === '-' ? stem : `${stem}?${query}`;
}

/** `Success` below status 400, as in the ASIM parser of IIS. */
export function iisOutcome(event: EventReader): string {
  return Number(event.text('sc-status') ?? '') < 400 ? 'Success' : 'Failure';
}

/** The path and query, as in the request line. */
export function requestPath(event: EventReader): string {
  const query = event.text('cs-uri-query');
  const stem = event.text('cs-uri-stem') ?? (query?.startsWith('/') ? '' : '/');
  if (query === undefined || query === '-') return stem || '/';
  return stem === '' ? query : `${stem}?${query}`;
}

/**
 * `host - user [time] "GET /path?query HTTP/1.1" 200 512 "referer" "agent"`, the combined format of
 * https://httpd.apache.org/docs/current/logs.html
 */
export function combinedLogLine(event: EventReader): string {
  if (event.event.message !== undefined) return event.line;
  const field = (name: string, otherwise = '-'): string => event.text(name) ?? otherwise;
  const when = new Date(event.time ?? 0).toUTCString().slice(5).replace(' GMT', ' +0000');
  const request = `${field('cs-method', 'GET')} ${requestPath(event)} HTTP/1.1`;
  return (
    `${field('c-ip', '192.0.2.4')} - ${field('cs-username')} [${when}] "${request}" ` +
    `${field('sc-status', '200')} 512 "${field('cs-referer')}" "${field('cs-user-agent')}"`
  );
}
